import AirutCommands
import ArgumentParser

@main
struct Airut {
    static func main() async { await AirutCommand.main() }
}
