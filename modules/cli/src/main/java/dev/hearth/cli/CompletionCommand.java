package dev.hearth.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hearth completion}: scripts with which shells complete the command line. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {"Writes the script with which a shell completes hearth's commands and options.", ""},
        footer = {
            "",
            "Examples:",
            "  source <(hearth completion bash)",
            "  hearth completion zsh > ~/.hearth-completion && echo 'source ~/.hearth-completion' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    Shell shell = Shell.BASH;

    /** The shells. */
    enum Shell {
        BASH,
        ZSH
    }

    CompletionCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandLine all = new CommandLine(Main.root());
        Commands.all(environment).forEach((name, command) -> all.addSubcommand(name, command.apply(console)));
        String script = AutoComplete.bash("hearth", all);
        if (shell == Shell.ZSH) {
            console.out().println("autoload -U +X compinit && compinit");
            console.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        console.out().println(script);
        return 0;
    }
}
