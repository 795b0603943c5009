package dev.hearth.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.SealScope;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private static final String OLD = "sha256:" + "0a".repeat(32);
    private static final String NEW = "sha256:" + "9f".repeat(32);
    private static final String TEXT = "sha256:" + "12".repeat(16);
    private static final String MARK = "7c1e0a52:" + "55".repeat(32);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);
    private static final Ledger.Place PHOTOS = new Ledger.Place("media", "photos", "api-key");
    private static final Ledger.Place MAIL = new Ledger.Place("mail", "relay", "password");

    private static final String ALL = """
            # What is known of the sealed values here without opening them; it holds no secret. Commit it with them.
            # `hearth seal` writes it, a line a value. After a merge both sides' lines may stay.
            backup %1$s proven=2026-01-02
            backup %2$s proven=2026-11-27
            value mail/relay/password scope=cluster-wide certificate=%1$s sealed=2026-01-02 text=%3$s
            value media/photos/api-key scope=strict certificate=%2$s sealed=2026-11-27 text=%3$s mark=%4$s
            """.formatted(OLD, NEW, TEXT, MARK);

    private static Ledger all() {
        return Ledger.empty()
                .proven(NEW, DAY)
                .with(PHOTOS, new Ledger.Entry(SealScope.STRICT, NEW, DAY, TEXT, Optional.of(MARK)))
                .with(
                        MAIL,
                        new Ledger.Entry(SealScope.CLUSTER_WIDE, OLD, LocalDate.of(2026, 1, 2), TEXT, Optional.empty()))
                .proven(OLD, LocalDate.of(2026, 1, 2));
    }

    @Test
    void the_text_has_a_sorted_line_for_every_backup_and_value() {
        assertThat(all().text()).isEqualTo(ALL);
    }

    @Test
    void what_is_written_is_read_again() {
        assertThat(Ledger.read(ALL, "ledger")).isEqualTo(all());
        assertThat(Ledger.read(Ledger.empty().text(), "ledger")).isEqualTo(Ledger.empty());
    }

    @Test
    void lines_may_come_in_any_order_as_after_a_merge_and_with_any_line_ends() {
        List<String> lines = ALL.lines().toList();
        String turned = lines.get(5) + "\r\n\r\n" + lines.get(4) + "\r\n" + lines.get(3) + "\r\n" + lines.get(2);

        assertThat(Ledger.read(turned, "ledger").text()).isEqualTo(ALL);
    }

    @Test
    void a_later_entry_takes_the_place_of_an_earlier_one() {
        Ledger.Entry entry = Ledger.Entry.of(SealScope.STRICT, OLD, DAY, "AgB...", Optional.empty());

        Ledger ledger = all().with(PHOTOS, entry).without(MAIL);

        assertThat(ledger.at(PHOTOS)).contains(entry);
        assertThat(ledger.at(MAIL)).isEmpty();
        assertThat(ledger.backups()).isEqualTo(all().backups());
    }

    @Test
    void an_entry_knows_the_sealed_value_it_is_of() {
        Ledger.Entry entry = Ledger.Entry.of(SealScope.STRICT, OLD, DAY, "AgB...", Optional.empty());

        assertThat(entry.isOf("AgB...")).isTrue();
        assertThat(entry.isOf("AgC...")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            <<<<<<< HEAD => is the mark of a merge conflict; keep the lines of both sides and delete the marks
            ======= => is the mark of a merge conflict; keep the lines of both sides
            >>>>>>> other => is the mark of a merge conflict; keep the lines of both sides
            ||||||| base => is the mark of a merge conflict; keep the lines of both sides
            password: hunter2 => is neither a comment, nor 'value <namespace>/<name>/<key> scope=...', nor 'backup
            value => is neither a comment
            value media/photos scope=strict => is not right: the place must be <namespace>/<name>/<key>; bring back
            value media/Photos/key scope=strict => is not right: the place must be names that Kubernetes allows; bring
            value a/b/c scope=wide certificate=C sealed=2026-11-27 text=T => is not right: the scope must be strict, namespace
            value a/b/c scope=strict certificate=C sealed=2026-02-30 text=T => has no day at sealed=; write it as 2026-11-27
            value a/b/c scope=strict certificate=C sealed=27.11.2026 text=T => has no day at sealed=; write it as 2026-11-27
            value a/b/c scope=strict certificate=C text=T => lacks sealed=; bring back the line that Git has
            value a/b/c scope=strict certificate=hunter2 sealed=2026-11-27 text=T => is not right: certificate must be sha256:
            value a/b/c scope=strict certificate=C sealed=2026-11-27 text=hunter2 => is not right: text must be sha256: and 32
            value a/b/c scope=strict certificate=C sealed=2026-11-27 text=T mark=hunter2 => is not right: mark must be 8
            value a/b/c scope=strict hunter2 => has a word that is none of scope=, certificate=, sealed=, text=, mark=; remove
            value a/b/c scope=strict scope=strict => has scope= twice; remove one of them
            backup hunter2 proven=2026-11-27 => is not right: certificate must be sha256: and 64 hexadecimal digits
            backup C proven=yesterday => has no day at proven=; write it as 2026-11-27
            """)
    void what_is_not_right_is_told_with_its_line_and_a_remedy_and_never_shown(String line, String fault) {
        String text = "# head\n"
                + line.replace("=C", "=" + NEW).replace(" C ", " " + NEW + " ").replace("=T", "=" + TEXT) + "\n";

        assertThatThrownBy(() -> Ledger.read(text, "secrets/home/ledger"))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("secrets/home/ledger line 2 " + fault)
                .hasNoCause()
                .message()
                .contains("; ")
                .doesNotContain("hunter2");
    }

    @Test
    void of_two_lines_of_one_place_that_of_the_later_day_counts_whichever_comes_first() {
        String later = ALL.replace("2026-11-27", "2026-11-28").replace("2026-01-02", "2026-01-03");

        assertThat(Ledger.read(ALL + later, "ledger").text()).isEqualTo(later);
        assertThat(Ledger.read(later + ALL, "ledger").text()).isEqualTo(later);
    }

    @Test
    void a_value_in_the_place_of_a_fingerprint_is_refused_without_being_shown() {
        assertThatThrownBy(() -> new Ledger.Entry(SealScope.STRICT, NEW, DAY, "hunter2", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text must be sha256: and 32 hexadecimal digits, but has 7 characters");
    }
}
