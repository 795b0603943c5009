package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.dsl.Credential.KeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

    private static Source of(String text) {
        return Source.named("key=" + text, "argument").source();
    }

    @Test
    void a_source_says_where_a_value_is() {
        assertThat(of("-")).isEqualTo(new Source.Input());
        assertThat(of("?")).isEqualTo(new Source.Ask());
        assertThat(of("@a/b=c")).isEqualTo(new Source.File("a/b=c"));
        assertThat(of("env:TOKEN")).isEqualTo(new Source.Environment("TOKEN"));
    }

    @Test
    void a_source_says_how_a_value_is_made() {
        assertThat(of("random:32")).isEqualTo(new Source.Random(32));
        assertThat(of("password:16")).isEqualTo(new Source.Password(16));
        assertThat(of("rsa")).isEqualTo(new Source.PrivateKey(KeyKind.RSA));
        assertThat(of("ed25519")).isEqualTo(new Source.PrivateKey(KeyKind.ED25519));
        assertThat(of("ssh")).isEqualTo(new Source.PrivateKey(KeyKind.SSH));
        assertThat(of("public:id")).isEqualTo(new Source.PublicKey("id"));
    }

    @Test
    void a_line_of_a_password_file_asks_unless_told_where_the_password_is() {
        assertThat(of("htpasswd:admin")).isEqualTo(new Source.PasswordFile("admin", new Source.Ask()));
        assertThat(of("htpasswd:admin=-")).isEqualTo(new Source.PasswordFile("admin", new Source.Input()));
        assertThat(of("htpasswd:admin=@f")).isEqualTo(new Source.PasswordFile("admin", new Source.File("f")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key=hunter2",
                "key=",
                "key==",
                "key=@",
                "key=env:hunter 2",
                "key=env:",
                "key=public:../hunter2",
                "key=htpasswd:admin=hunter2",
                "key=htpasswd:",
                "key=random:hunter2",
                "hunter2",
                "hunter2=",
                "aHVudGVyMg==",
                "=hunter2",
                "..hunter2=-",
                "key=Rsa hunter2"
            })
    void a_value_is_refused_and_not_repeated(String argument) {
        assertThatThrownBy(() -> Source.named(argument, "number 1"))
                .isInstanceOf(WrongUse.class)
                .message()
                .startsWith("number 1")
                .doesNotContain("hunter2")
                .doesNotContain("aHVudGVyMg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key=random:15", "key=password:8", "key=password:999999"})
    void what_is_made_is_no_shorter_than_a_secret(String argument) {
        assertThatThrownBy(() -> Source.named(argument, "number 1"))
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining("takes 16 to 4096");
    }
}
