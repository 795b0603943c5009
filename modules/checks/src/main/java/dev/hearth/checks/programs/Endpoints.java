package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * {@code config.endpoint}: the stores want the address of S3 as host and port, and say by another key whether it is encrypted. Loki
 * takes a URL too, save below {@code object_store}.
 */
final class Endpoints implements ConfiguredPrograms.Judge {

    private static final ImmutableSet<String> PROGRAMS = ImmutableSet.of("loki", "mimir", "tempo", "pyroscope");

    @Override
    public String id() {
        return "config.endpoint";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!PROGRAMS.contains(config.program())) {
            return;
        }
        config.scalars((Field field, String text) -> {
            if (field.name().equals("endpoint")
                    && field.parent().name().equals("s3")
                    && (!config.is("loki") || field.path().toString().contains("object_store.s3"))
                    && (text.startsWith("http://") || text.startsWith("https://"))) {
                findings.accept(config.error(
                        id(),
                        "has " + config.shown("the URL " + text) + " at " + field.path() + ", but " + config.program()
                                + " wants host and port alone and finds no store",
                        "write it without the scheme, and insecure: true where it is http"));
            }
        });
    }
}
