import AirutReader
import Glibc

exit(ReaderCommand.run())
