package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkKeyTest {

    private static final MarkKey KEY = MarkKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    private static final Ledger.Place PLACE = new Ledger.Place("media", "photos", "api-key");

    private static Plain plain(String text) {
        return Plain.of(text.getBytes(UTF_8));
    }

    @Test
    void the_mark_of_a_value_at_a_place_is_the_same_for_ever() {
        // Computed with: openssl dgst -sha256 -mac HMAC -macopt key:0123456789abcdef0123456789abcdef
        assertThat(KEY.mark(PLACE, plain("hunter2")))
                .isEqualTo("5990f87f:c3804dc3f38787cde20e6145c4cd30ef134501d6ea01f24c82a50b7685c86d6b");
    }

    @Test
    void nothing_moves_from_one_part_to_the_next_unnoticed() {
        Set<String> marks = new LinkedHashSet<>();
        for (Ledger.Place place : List.of(
                new Ledger.Place("a", "bc", "d"), new Ledger.Place("ab", "c", "d"), new Ledger.Place("a", "b", "cd"))) {
            for (String value : List.of("", "d", "dd", "\0d")) {
                marks.add(KEY.mark(place, plain(value)));
            }
        }

        assertThat(marks).hasSize(12);
    }

    @Test
    void a_mark_matches_its_value_at_its_place_only() {
        String mark = KEY.mark(PLACE, plain("hunter2"));

        assertThat(KEY.matches(mark, PLACE, plain("hunter2"))).isTrue();
        assertThat(KEY.matches(mark, PLACE, plain("hunter3"))).isFalse();
        assertThat(KEY.matches(mark, new Ledger.Place("media", "music", "api-key"), plain("hunter2")))
                .isFalse();
    }

    @Test
    void a_key_knows_its_own_marks() {
        String mark = KEY.mark(PLACE, plain("hunter2"));

        assertThat(KEY.made(mark)).isTrue();
        assertThat(MarkKey.random(new SecureRandom()).made(mark)).isFalse();
        assertThatThrownBy(() -> KEY.made("hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void neither_mark_nor_text_of_a_key_shows_a_part_of_it() {
        String hex = new String(KEY.file(), UTF_8).strip();

        String shown = KEY.mark(PLACE, plain("hunter2")) + KEY;

        for (int i = 0; i + 8 <= hex.length(); i++) {
            assertThat(shown).doesNotContain(hex.substring(i, i + 8));
        }
    }

    @Test
    void a_file_of_a_key_is_read_as_it_was_written() {
        MarkKey key = MarkKey.random(new SecureRandom());

        MarkKey read = MarkKey.read(key.file(), "ledger.key");

        assertThat(new String(key.file(), UTF_8)).matches("[0-9a-f]{64}\n");
        assertThat(read.mark(PLACE, plain("hunter2"))).isEqualTo(key.mark(PLACE, plain("hunter2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "00", "abc", "not of this world, but 64 characters long, so it might pass once"})
    void a_file_that_is_no_key_is_told_with_a_remedy(String file) {
        assertThatThrownBy(() -> MarkKey.read(file.getBytes(UTF_8), "~/.config/hearth/ledger.key"))
                .isInstanceOf(SealException.class)
                .hasMessage(
                        "~/.config/hearth/ledger.key is no key for marks: it must hold 64 hexadecimal digits, not all 0;"
                                + " bring it back from a backup, or delete it: then a new key is made, and every value that is given"
                                + " again is sealed once more, as nobody can tell that it is the same");
    }

    @Test
    void a_key_is_32_bytes_that_are_not_all_zero() {
        assertThatThrownBy(() -> MarkKey.read("0".repeat(64).getBytes(UTF_8), "ledger.key"))
                .isInstanceOf(SealException.class);
        assertThatThrownBy(() -> MarkKey.of(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}
