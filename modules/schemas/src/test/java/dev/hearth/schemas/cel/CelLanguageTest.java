package dev.hearth.schemas.cel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelLanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "RULE ; self.replicas <= 3 && has(self.name)",
                "RULE ; self == oldSelf",
                "MESSAGE ; 'at most ' + string(self.most)",
                "ADMISSION ; object.spec.replicas <= params.most || request.userInfo.username == 'me'",
                "ADMISSION ; authorizer.group('apps').resource('deployments').namespace('a').check('create').allowed()",
                "ADMISSION ; variables.images.all(image, image.startsWith('ghcr.io/')) && namespaceObject.metadata.name != 'a'",
                "ADMISSION_TEXT ; 'user ' + request.userInfo.username",
                "ADMISSION_TEXT ; null",
                "ADMISSION_TEXT ; request.userInfo.username",
                "ADMISSION_VALUE ; object.spec.containers.map(container, container.image)",
                "WEBHOOK ; !(request.resource.resource in ['leases'])",
                "DEVICE ; device.driver == 'gpu.example.org' && device.attributes['gpu.example.org'].model == 'a'",
                "DEVICE ; device.capacity['gpu.example.org'].memory.compareTo(quantity('40Gi')) >= 0",
            })
    void what_can_be_evaluated_has_no_fault(CelLanguage language, String expression) {
        assertThat(language.fault(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "RULE ; self.replicas <=",
                "RULE ; 'text'",
                "RULE ; object.spec",
                "RULE ; self.all(x)",
                "MESSAGE ; 1 + 1",
                "ADMISSION ; self.replicas == 1",
                "ADMISSION ; 1",
                "ADMISSION ; nothing()",
                "ADMISSION ; object.spec.paused",
                "ADMISSION_TEXT ; object.metadata.name",
                "ADMISSION_TEXT ; object.metadata.name == 'a' ? 'x' : null",
                "WEBHOOK ; params.most == 1",
                "DEVICE ; object == 1",
                "ADMISSION_VALUE ; 1 +",
            })
    void what_cannot_has_one(CelLanguage language, String expression) {
        assertThat(language.fault(expression))
                .hasValueSatisfying(
                        fault -> assertThat(fault).doesNotContain("\n").matches("(cannot be read: |must give ).+"));
    }

    @Test
    void says_what_an_expression_must_give() {
        assertThat(CelLanguage.RULE.fault("'text'")).contains("must give bool, but gives string");
    }

    @Test
    void tells_the_variables_that_an_expression_names() {
        assertThat(CelLanguage.ADMISSION.variables("variables.few && variables.some.all(x, x > variables.least)"))
                .containsExactlyInAnyOrder("few", "some", "least");
        assertThat(CelLanguage.ADMISSION.variables("'variables.few' == object.variables.few"))
                .isEmpty();
        assertThat(CelLanguage.ADMISSION.variables("variables.")).isEmpty();
    }
}
