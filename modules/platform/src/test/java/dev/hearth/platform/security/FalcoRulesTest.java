package dev.hearth.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalcoRulesTest {

    private static final FalcoRule SHELL = FalcoRule.named("Shell in the album")
            .description("Nobody needs one there.")
            .condition("spawned_process and container and shell_procs and k8s.ns.name = photos")
            .output("A shell was started (command=%proc.cmdline pod=%k8s.pod.name)")
            .tag("container");

    @Test
    void are_written_as_falco_reads_them() {
        assertThat(FalcoRules.none()
                        .list("album_programs", "php", "ffmpeg")
                        .macro("in_album", "k8s.ns.name = photos and not proc.name in (album_programs)")
                        .rule(SHELL.priority(FalcoPriority.CRITICAL))
                        .replacing("user_known_system_user_login", "in_album")
                        .extending("user_known_packet_socket_binaries", "dhcpcd")
                        .except("Terminal shell in container", "in_album or k8s.ns.name = workshop")
                        .without("PTRACE anti-debug attempt")
                        .text())
                .isEqualTo("""
                        - list: album_programs
                          items:
                          - php
                          - ffmpeg
                        - macro: in_album
                          condition: k8s.ns.name = photos and not proc.name in (album_programs)
                        - rule: Shell in the album
                          desc: Nobody needs one there.
                          condition: spawned_process and container and shell_procs and k8s.ns.name = photos
                          output: A shell was started (command=%proc.cmdline pod=%k8s.pod.name)
                          priority: CRITICAL
                          tags:
                          - container
                        - macro: user_known_system_user_login
                          condition: in_album
                          override:
                            condition: replace
                        - list: user_known_packet_socket_binaries
                          items:
                          - dhcpcd
                          override:
                            items: append
                        - rule: Terminal shell in container
                          condition: and not (in_album or k8s.ns.name = workshop)
                          override:
                            condition: append
                        - rule: PTRACE anti-debug attempt
                          enabled: false
                          override:
                            enabled: replace
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "container",
                "not container and (evt.type=execve or evt.type = 'clone3')",
                "evt.type in (open,openat,openat2) and fd.num>=0 and proc.name exists",
                "proc.aname[2] in (bash, \"puma reactor\") and evt.arg.flags contains O_TRUNC",
                "proc.name in shell_binaries or fd.rip in (rfc_1918_addresses)",
                "not not(container) and proc.cmdline startswith anyof (a, 'b c')",
                "tolower(proc.name) = bash and len(proc.args) > 3",
                "container.image.repository in (quay.io/metallb/speaker) and k8s.pod.label[app] != \"x\""
            })
    void understand_what_falco_understands(String condition) {
        assertThatCode(() -> FalcoRules.none().macro("mine", condition)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "process.name = bash; Falco has no field 'process.name' at 'process.name = bash'",
                "spawned_proces and container; there is no macro 'spawned_proces' at 'spawned_proces and container'",
                "proc.name is bash; expected an operator at 'is bash'",
                "proc.name in shells; expected a list that is there, or values in parentheses at 'shells'",
                "(container; expected ')' at its end",
                "container proc.name = sh; expected 'and', 'or' or the end at 'proc.name = sh'",
                "container and; expected a field, a macro or '(' at its end",
                "fd.num > many; expected a number at 'many'",
                "proc.name =; expected a value at its end",
                "k8s.deployment.name = web; Falco has no field 'k8s.deployment.name' at 'k8s.deployment.name = web'"
            })
    void say_what_falco_would_not_understand(String condition, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalcoRules.none().macro("mine", condition))
                .withMessage("the condition of macro 'mine' is wrong: " + wrong);
    }

    @Test
    void refuse_a_rule_that_falco_would_not_start_with() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalcoRules.none().rule(SHELL.description("")))
                .withMessageContaining("needs a description, a condition and an output");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalcoRules.none().rule(SHELL.output("by %user.nam in %k8s.ns.name")))
                .withMessageContaining("fields that Falco has not: [user.nam]");
    }

    @Test
    void an_exception_holds_for_all_of_a_condition() {
        assertThat(FalcoRules.none()
                        .rule(SHELL.condition("shell_procs or proc.name = su"))
                        .except("Shell in the album", "k8s.ns.name = workshop")
                        .text())
                .contains(
                        "condition: \"(shell_procs or proc.name = su)\"\n",
                        "condition: and not (k8s.ns.name = workshop)\n");
    }

    @Test
    void change_only_what_is_there_and_bring_only_what_is_not() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalcoRules.none().except("Terminal shell", "container"))
                .withMessageContaining("has no rule named 'Terminal shell'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalcoRules.none().replacing("user_known", "container"))
                .withMessageContaining("has no macro named 'user_known'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalcoRules.none().list("shell_binaries", "zsh"))
                .withMessageContaining("has a list named 'shell_binaries' already");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FalcoRules.none().rule(SHELL).and(FalcoRules.none().rule(SHELL)))
                .withMessageContaining("has a rule named 'Shell in the album' already");
    }

    @Test
    void of_the_platform_know_who_asks_the_api_server_and_who_develops() {
        String rules = HomeRules.of(ImmutableSet.of("coder"), ImmutableSet.of("ghcr.io/example/operator"))
                .text();

        assertThat(rules)
                .contains("- quay.io/argoproj/argocd\n", "- ghcr.io/example/operator\n")
                .contains("condition: and not (k8s.ns.name in (home_developing))");
        assertThat(HomeRules.of(ImmutableSet.of(), ImmutableSet.of()).text()).doesNotContain("home_developing");
    }
}
