package dev.hearth.cli;

import picocli.CommandLine.Command;

/** {@code hearth verify}: says where the disk is not what a definition renders. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says where a tree is not what a cluster that is defined in Java renders: each file with a short diff. Changes"
                    + " nothing.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  hearth verify --class-path target/classes:target/dependency/* --definition org.example.Home"
        })
final class VerifyCommand extends ClusterCommand {

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    String goal() {
        return "verify";
    }
}
