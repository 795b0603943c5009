package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlloySyntaxTest {

    private static String plain(Value value) {
        return value.pieces().stream()
                .map(piece -> ((Value.Literal) piece).text())
                .collect(joining());
    }

    private static String file(AlloyBlock... blocks) {
        return plain(AlloyBlock.file(List.of(blocks)));
    }

    @Test
    void a_file_reads_as_people_write_it() {
        String file = file(
                AlloyBlock.of("loki.source.file", "audit")
                        .attribute("targets", AlloyValue.reference("local.file_match.audit.targets"))
                        .attribute("forward_to", AlloyValue.references("loki.write.default.receiver"))
                        .attribute("tail_from_end", AlloyValue.bool(true)),
                AlloyBlock.of("loki.write", "default")
                        .block(AlloyBlock.of("endpoint")
                                .attribute("url", "http://loki:3100")
                                .attribute("max_backoff_retries", AlloyValue.number(3))));

        assertThat(file).isEqualTo("""
                loki.source.file "audit" {
                	targets       = local.file_match.audit.targets
                	forward_to    = [loki.write.default.receiver]
                	tail_from_end = true
                }

                loki.write "default" {
                	endpoint {
                		url                 = "http://loki:3100"
                		max_backoff_retries = 3
                	}
                }
                """);
    }

    @Test
    void an_address_of_a_service_stays_one_until_the_cluster_is_known() {
        ServiceRef loki = ServiceRef.of("loki", "loki", "http");
        Value file = AlloyBlock.file(List.of(AlloyBlock.of("endpoint")
                .attribute("url", AlloyValue.text(loki.url().then("/a\"b")))));

        assertThat(file.services()).containsExactly(loki);
        assertThat(file.pieces().toString()).contains("/a\\\"b");
    }

    @Test
    void names_that_would_not_be_names_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> AlloyBlock.of("loki write"));
        assertThatIllegalArgumentException().isThrownBy(() -> AlloyBlock.of("loki.write", "my-loki"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlloyBlock.of("endpoint").attribute("a-b", "c"));
        assertThatIllegalArgumentException().isThrownBy(() -> AlloyValue.reference("a.b\"c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlloyValue.text("\ud800").written(0));
    }

    /** Any text, with a liking for what a language of configuration could take amiss. */
    private static String text(Random random) {
        String[] odd = {
            "\"",
            "\\",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u007f",
            "\u0085",
            "\u2028",
            "\ufeff",
            "${x}",
            "`",
            "//",
            "/* ",
            "é",
            "\ud83d\ude00",
            "\\u0041",
            "{",
            "}",
            "=",
            ",",
            " "
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            if (random.nextBoolean()) {
                text.append(odd[random.nextInt(odd.length)]);
            } else {
                int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
                text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
            }
        }
        return text.toString();
    }

    @Test
    void every_text_means_what_it_meant() {
        Random random = new Random(20261127);
        List<String> texts = new ArrayList<>();
        AlloyBlock block = AlloyBlock.of("texts", "all");
        for (int i = 0; i < 2000; i++) {
            String text = text(random);
            texts.add(text);
            block = block.attribute("a" + i, text);
        }
        String file = file(block);

        Outcome outcome = Judges.require("alloy-syntax").run(List.of("strings"), file.getBytes(UTF_8));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        Mapping read = (Mapping) Json.read("{\"all\":" + outcome.stdout() + "}", "strings");
        assertThat(read.sequence("all").strings()).isEqualTo(texts);
        AlloyFile.assertLaidOut(file);
    }

    private static AlloyValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 7)) {
            case 0 -> AlloyValue.text(text(random));
            case 1 -> AlloyValue.number(random.nextInt(1000));
            case 2 -> AlloyValue.bool(random.nextBoolean());
            case 3 -> AlloyValue.reference("some.component.output" + random.nextInt(10));
            case 4 -> AlloyValue.variable("NAME");
            case 5 -> {
                AlloyValue[] items = new AlloyValue[random.nextInt(6)];
                for (int i = 0; i < items.length; i++) {
                    items[i] = value(random, depth + 1);
                }
                yield AlloyValue.list(items);
            }
            default -> {
                Map<String, AlloyValue> fields = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    fields.put("f" + "x".repeat(random.nextInt(6)) + i, value(random, depth + 1));
                }
                yield AlloyValue.object(fields);
            }
        };
    }

    private static AlloyBlock block(Random random, String name, int depth) {
        AlloyBlock block = random.nextBoolean() ? AlloyBlock.of(name) : AlloyBlock.of(name, "label" + depth);
        for (int i = random.nextInt(5); i > 0; i--) {
            block = block.attribute("n" + "y".repeat(random.nextInt(9)) + i, value(random, 0));
        }
        for (int i = depth > 2 ? 0 : random.nextInt(4); i > 0; i--) {
            block = block.block(block(random, "inner" + i, depth + 1));
        }
        return block;
    }

    @Test
    void whatever_is_written_is_laid_out_as_the_formatter_does_it() {
        Random random = new Random(4711);
        for (int round = 0; round < 20; round++) {
            List<AlloyBlock> blocks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                blocks.add(block(random, "some.block" + i, 0));
            }
            AlloyFile.assertLaidOut(plain(AlloyBlock.file(blocks)));
        }
    }
}
