import AirutProxy
import Glibc

exit(ProxyCommand.run())
