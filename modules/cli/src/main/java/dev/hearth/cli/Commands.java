package dev.hearth.cli;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The commands, by name; none is made before it is asked for. */
final class Commands {

    private Commands() {}

    static Map<String, Function<Console, Object>> all(Map<String, String> environment) {
        return ImmutableMap.<String, Function<Console, Object>>builder()
                .put("check", CheckCommand::new)
                .put("rules", RulesCommand::new)
                .put("schemas", console -> new SchemasCommand(console, environment))
                .put("convert", ConvertCommand::new)
                .put("render", RenderCommand::new)
                .put("verify", VerifyCommand::new)
                .put("seal", console -> new SealCommand(console, environment))
                .put("unseal", console -> new UnsealCommand(console, environment))
                .put("secrets", console -> new SecretsCommand(console, environment))
                .put("completion", console -> new CompletionCommand(console, environment))
                .put("help", console -> new HelpCommand())
                .buildOrThrow();
    }

    /** What holds for every command. */
    static void finish(CommandLine hearth) {
        hearth.setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(false);
    }
}
