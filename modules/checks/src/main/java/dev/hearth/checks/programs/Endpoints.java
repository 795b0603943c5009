package dev.hearth.checks.programs;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * {@code config.endpoint}: the stores want the address of S3 as host and port, and say by another key whether it is encrypted. Loki
 * takes a URL too, save below {@code object_store}.
 */
final class Endpoints implements ConfiguredPrograms.Judge {

    @Override
    public String id() {
        return "config.endpoint";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        for (S3Block block : S3Block.of(config)) {
            Field endpoint = block.field().get("endpoint");
            String text = endpoint.textOrEmpty();
            if (block.words() != S3Block.Words.LOKI && (text.startsWith("http://") || text.startsWith("https://"))) {
                findings.accept(config.error(
                        id(),
                        "has " + config.shown("the URL " + text.replaceFirst("//[^/@]*@", "//...@")) + " at "
                                + endpoint.path() + ", but " + config.program()
                                + " wants host and port alone and finds no store",
                        "write it without the scheme, and insecure: true where it is http"));
            }
        }
    }
}
