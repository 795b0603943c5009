package dev.hearth.secrets;

import static dev.hearth.secrets.Vault.TODAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.SealScope;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealAllTest {

    private static final Vault VAULT = Vault.from(TODAY);
    private static final Vault NEXT = Vault.from(TODAY.plusDays(1));
    private static final MarkKey MARKS = MarkKey.of(new byte[32]);

    private static final Credential LOGIN = Credential.named("login")
            .from(Credential.sealed())
            .fixed("user", "admin")
            .password("password", 32)
            .asked("token", "the token of the provider");

    private static SealNeed need(Credential credential, String... namespaces) {
        return new SealNeed(credential, ImmutableSortedSet.copyOf(namespaces));
    }

    private static Answers answering(Map<String, String> answers) {
        return (place, what) -> Optional.ofNullable(answers.get(place)).map(value -> Plain.of(value.getBytes(UTF_8)));
    }

    private static final Answers TOKEN = answering(Map.of("login/token", "opensesame"));

    private record Run(Vault vault, SealAll.Replace replace, Answers answers, ImmutableSet<String> only) {

        Run(Vault vault, SealAll.Replace replace, Answers answers, String... only) {
            this(vault, replace, answers, ImmutableSet.copyOf(only));
        }

        SealAll.Outcome on(SecretsFolder folder, SealNeed... needs) {
            return SealAll.run(
                    List.of(needs),
                    folder,
                    new SealAll.Settings(
                            vault.sealer(),
                            Values.of(new SecureRandom()),
                            Optional.of(MARKS),
                            TODAY,
                            replace,
                            only,
                            answers));
        }
    }

    private static SealAll.Outcome seal(SecretsFolder folder, SealNeed... needs) {
        return new Run(VAULT, SealAll.Replace.NOTHING, TOKEN).on(folder, needs);
    }

    private static SecretsFolder empty() {
        return SecretsFolder.empty("secrets/home");
    }

    @Test
    void values_are_made_or_asked_for_and_sealed_the_same_for_every_namespace() {
        SecretsFolder folder = seal(empty(), need(LOGIN, "shop", "web")).folder();

        SealedFile shop = folder.sealed("shop", "login").orElseThrow();
        SealedFile web = folder.sealed("web", "login").orElseThrow();
        assertThat(shop.values().keySet()).containsExactly("password", "token");
        assertThat(VAULT.open(shop, "token")).isEqualTo("opensesame");
        assertThat(VAULT.open(shop, "password")).matches("[A-Za-z0-9]{32}").isEqualTo(VAULT.open(web, "password"));
        assertThat(shop.value("password").orElseThrow())
                .isNotEqualTo(web.value("password").orElseThrow());
    }

    @Test
    void the_certificate_and_the_ledger_are_kept_with_them() {
        SecretsFolder folder = seal(empty(), need(LOGIN, "shop")).folder();

        assertThat(folder.certificates()).containsExactly(VAULT.certificate());
        Ledger.Entry entry = Optional.ofNullable(
                        folder.ledger().values().get(new Ledger.Place("shop", "login", "token")))
                .orElseThrow();
        String text =
                folder.sealed("shop", "login").orElseThrow().value("token").orElseThrow();
        assertThat(entry.scope()).isEqualTo(SealScope.STRICT);
        assertThat(entry.certificate()).isEqualTo(VAULT.certificate().fingerprint());
        assertThat(entry.sealed()).isEqualTo(TODAY);
        assertThat(entry.text()).isEqualTo(Ledger.fingerprint(text));
        assertThat(entry.mark())
                .hasValueSatisfying(mark -> assertThat(MARKS.made(mark)).isTrue());
    }

    @Test
    void it_says_what_was_done_and_no_value() {
        assertThat(seal(empty(), need(LOGIN, "shop")).done())
                .containsExactly("login: sealed password (made, never shown), token (as given) in shop");
    }

    @Test
    void what_is_sealed_already_keeps_its_bytes() {
        SecretsFolder first = seal(empty(), need(LOGIN, "shop")).folder();

        SealAll.Outcome second = seal(first, need(LOGIN, "shop"));

        assertThat(second.done()).containsExactly("login: sealed already in shop");
        second.folder()
                .files()
                .forEach((path, bytes) ->
                        assertThat(bytes).as(path).isEqualTo(first.files().get(path)));
    }

    @Test
    void a_new_key_is_sealed_beside_the_others() {
        SecretsFolder first = seal(empty(), need(LOGIN, "shop")).folder();
        SealedFile before = first.sealed("shop", "login").orElseThrow();

        SealedFile after = seal(first, need(LOGIN.random("salt", 16), "shop"))
                .folder()
                .sealed("shop", "login")
                .orElseThrow();

        assertThat(after.values()).containsAllEntriesOf(before.values()).containsKey("salt");
        assertThat(VAULT.open(after, "salt")).matches("[0-9a-f]{32}");
    }

    @Test
    void replacing_makes_every_value_anew_for_the_new_certificate_but_keeps_an_unchanged_one_for_the_same() {
        SecretsFolder first = seal(empty(), need(LOGIN, "shop")).folder();
        SealedFile before = first.sealed("shop", "login").orElseThrow();

        SealedFile same = new Run(VAULT, SealAll.Replace.ALL, TOKEN)
                .on(first, need(LOGIN, "shop"))
                .folder()
                .sealed("shop", "login")
                .orElseThrow();
        SealedFile next = new Run(NEXT, SealAll.Replace.ALL, TOKEN)
                .on(first, need(LOGIN, "shop"))
                .folder()
                .sealed("shop", "login")
                .orElseThrow();

        assertThat(same.value("token").orElseThrow())
                .isEqualTo(before.value("token").orElseThrow());
        assertThat(VAULT.open(same, "password")).isNotEqualTo(VAULT.open(before, "password"));
        assertThat(NEXT.open(next, "token")).isEqualTo("opensesame");
    }

    @Test
    void a_new_certificate_comes_first_and_the_old_one_stays_known() {
        SecretsFolder first = seal(empty(), need(LOGIN, "shop")).folder();

        SecretsFolder second = new Run(NEXT, SealAll.Replace.ALL, TOKEN)
                .on(first, need(LOGIN, "shop"))
                .folder();

        assertThat(second.certificates()).containsExactly(NEXT.certificate(), VAULT.certificate());
    }

    @Test
    void what_nobody_can_answer_is_left_undone_and_the_rest_is_done() {
        Credential other = Credential.named("other").from(Credential.sealed()).random("key", 16);

        SealAll.Outcome outcome = new Run(VAULT, SealAll.Replace.NOTHING, Answers.NONE)
                .on(empty(), need(LOGIN, "shop"), need(other, "shop"));

        assertThat(outcome.undone())
                .containsExactly(
                        "login: nobody said what is to be sealed for token; run this where it can be asked, or give"
                                + " --value login/token=@FILE");
        assertThat(outcome.folder().sealed("shop", "login")).isEmpty();
        assertThat(outcome.folder().sealed("shop", "other")).isPresent();
    }

    @Test
    void a_made_value_that_one_namespace_lacks_is_not_made_anew_unasked() {
        Credential key = Credential.named("key").from(Credential.sealed()).random("key", 16);
        SecretsFolder first = seal(empty(), need(key, "shop")).folder();

        SealAll.Outcome outcome = seal(first, need(key, "shop", "web"));

        assertThat(outcome.undone())
                .containsExactly(
                        "key: key is sealed in a part of shop, web alone, and what is sealed cannot be read; make it"
                                + " anew everywhere with --only key --replace, or give the credential the scope cluster-wide");
        assertThat(outcome.folder().sealed("web", "key")).isEmpty();

        SecretsFolder replaced = new Run(VAULT, SealAll.Replace.ALL, TOKEN, "key")
                .on(first, need(key, "shop", "web"))
                .folder();
        assertThat(VAULT.open(replaced.sealed("web", "key").orElseThrow(), "key"))
                .isEqualTo(VAULT.open(replaced.sealed("shop", "key").orElseThrow(), "key"));
    }

    @Test
    void what_is_sealed_cluster_wide_is_copied() {
        Credential key = Credential.named("key")
                .from(Credential.sealed(SealScope.CLUSTER_WIDE))
                .random("key", 16);
        SecretsFolder first = seal(empty(), need(key, "shop")).folder();

        SealAll.Outcome outcome = seal(first, need(key, "shop", "web"));

        assertThat(outcome.done()).first().isEqualTo("key: copied key from shop to web");
        assertThat(VAULT.open(outcome.folder().sealed("web", "key").orElseThrow(), "key"))
                .isEqualTo(VAULT.open(first.sealed("shop", "key").orElseThrow(), "key"));
    }

    @Test
    void a_value_that_is_asked_for_again_must_be_the_one_of_the_other_namespace() {
        SecretsFolder first = seal(empty(), need(LOGIN, "shop")).folder();
        Credential asked = LOGIN.keeping(List.of("token"));

        SealAll.Outcome wrong = new Run(
                        VAULT, SealAll.Replace.NOTHING, answering(Map.of("login/token", "open seaweed")))
                .on(first, need(asked, "shop", "web"));
        SealAll.Outcome right = seal(first, need(asked, "shop", "web"));

        assertThat(wrong.undone())
                .singleElement()
                .asString()
                .contains("is not the one that is sealed in another namespace");
        assertThat(wrong.folder().sealed("web", "login")).isEmpty();
        assertThat(VAULT.open(right.folder().sealed("web", "login").orElseThrow(), "token"))
                .isEqualTo("opensesame");
        assertThat(right.folder().sealed("shop", "login")).isEqualTo(first.sealed("shop", "login"));
    }

    @Test
    void another_scope_is_sealed_anew() {
        Credential asked = LOGIN.keeping(List.of("token"));
        SecretsFolder first = seal(empty(), need(asked, "shop")).folder();

        SealedFile wide = seal(first, need(asked.from(Credential.sealed(SealScope.NAMESPACE_WIDE)), "shop"))
                .folder()
                .sealed("shop", "login")
                .orElseThrow();

        assertThat(wide.scope()).isEqualTo(SealScope.NAMESPACE_WIDE);
        assertThat(VAULT.open(wide, "token")).isEqualTo("opensesame");
    }

    @Test
    void only_the_named_are_touched() {
        Credential key = Credential.named("key").from(Credential.sealed()).random("key", 16);

        SecretsFolder folder = new Run(VAULT, SealAll.Replace.NOTHING, TOKEN, "key")
                .on(empty(), need(LOGIN, "shop"), need(key, "shop"))
                .folder();

        assertThat(folder.sealed("shop", "login")).isEmpty();
        assertThat(folder.sealed("shop", "key")).isPresent();
    }

    @Test
    void a_public_key_is_that_of_the_private_key_made_with_it() {
        Credential keys = Credential.named("keys")
                .from(Credential.sealed())
                .privateKey("id", Credential.KeyKind.SSH)
                .publicKey("id.pub", "id");
        SecretsFolder folder = seal(empty(), need(keys, "shop")).folder();

        SealedFile file = folder.sealed("shop", "keys").orElseThrow();
        try (Plain key = Plain.of(VAULT.open(file, "id").getBytes(UTF_8));
                Plain half = Values.of(new SecureRandom()).publicKey(key, Credential.KeyKind.SSH)) {
            assertThat(VAULT.open(file, "id.pub")).isEqualTo(new String(half.bytes(), UTF_8));
        }
    }

    @Test
    void with_a_private_key_that_is_missing_its_public_half_is_made_anew() {
        Credential keys = Credential.named("keys")
                .from(Credential.sealed())
                .privateKey("id", Credential.KeyKind.SSH)
                .publicKey("id.pub", "id");
        SecretsFolder first = seal(empty(), need(keys, "shop")).folder();
        SealedFile before = first.sealed("shop", "keys").orElseThrow();

        SealedFile after = seal(first.with(before.without("id")), need(keys, "shop"))
                .folder()
                .sealed("shop", "keys")
                .orElseThrow();

        assertThat(VAULT.open(after, "id.pub")).isNotEqualTo(VAULT.open(before, "id.pub"));
    }

    @Test
    void what_is_sealed_for_another_certificate_is_replaced_once() {
        SecretsFolder first = seal(empty(), need(LOGIN, "shop")).folder();
        Run foreign = new Run(NEXT, SealAll.Replace.FOREIGN, TOKEN);

        SecretsFolder second = foreign.on(first, need(LOGIN, "shop")).folder();
        SealAll.Outcome third = foreign.on(second, need(LOGIN, "shop"));

        SealedFile file = second.sealed("shop", "login").orElseThrow();
        assertThat(NEXT.open(file, "password")).matches("[A-Za-z0-9]{32}");
        assertThat(NEXT.open(file, "token")).isEqualTo("opensesame");
        assertThat(third.done()).containsExactly("login: sealed already in shop");
        assertThat(third.folder().sealed("shop", "login")).hasValue(file);
    }
}
