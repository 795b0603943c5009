package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks a real API server what it says of every object of the tables. */
class GroupAgreementTest {

    private static final ImmutableMap<String, String> REASONS = ImmutableMap.<String, String>builder()
            .put("FieldValueRequired", "required")
            .put("FieldValueInvalid", "invalid")
            .put("FieldValueTypeInvalid", "type")
            .put("FieldValueNotSupported", "unsupported")
            .put("FieldValueForbidden", "forbidden")
            .put("FieldValueDuplicate", "duplicate")
            .put("FieldValueTooLong", "too-long")
            .put("FieldValueTooMany", "too-many")
            .buildOrThrow();

    private static final ImmutableSet<String> OLD_SHAPE_ALONE =
            ImmutableSet.of("invalid spec.version", "invalid status.storedVersions");

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<GroupCase> cases() {
        return GroupCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_api_server_says_the_same(GroupCase one) {
        assumeTrue(server.version().startsWith("v" + GroupCase.VERSION + "."), "another version judges");
        assertThat(said(one.object())).isEqualTo(canonical(one.server()));
    }

    static Set<String> said(Mapping object) {
        Mapping metadata = object.mapping("metadata");
        Verdict verdict = server.dryRunApply(
                object.text("apiVersion").orElseThrow(),
                object.text("kind").orElseThrow(),
                metadata.text("namespace").orElse(""),
                metadata.text("name").orElseThrow(),
                Json.write(object).getBytes(UTF_8));
        Set<String> said = new TreeSet<>();
        for (Verdict.Cause cause : verdict.causes()) {
            said.add(REASONS.getOrDefault(cause.reason(), cause.reason()) + " " + cause.field());
        }
        if (!verdict.accepted() && said.isEmpty()) {
            said.add(verdict.message());
        }
        return canonical(said);
    }

    /** One way to write a path. */
    private static Set<String> canonical(Set<String> faults) {
        Set<String> canonical = new TreeSet<>();
        for (String fault : faults) {
            String plain =
                    fault.replace("\"", "").replace("]", "").replace('[', '.').replace("..", ".");
            if (!OLD_SHAPE_ALONE.contains(plain)) {
                canonical.add(asWritten(plain));
            }
        }
        return canonical;
    }

    /** The API server looks at a definition in the shape of an older version, and names fields as that does. */
    private static String asWritten(String fault) {
        return fault.replace(" spec.validation.", " spec.versions.0.schema.")
                .replace(" spec.subresources.", " spec.versions.0.subresources.")
                .replace(" spec.additionalPrinterColumns.", " spec.versions.0.additionalPrinterColumns.")
                .replace(" spec.selectableFields", " spec.versions.0.selectableFields")
                .replace(".JSONPath", ".jsonPath")
                .replace(" spec.conversion.webhookClientConfig", " spec.conversion.webhook.clientConfig")
                .replace(" spec.conversion.conversionReview", " spec.conversion.webhook.conversionReview");
    }
}
