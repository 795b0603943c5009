package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffersTest {

    record Word(String text) implements Offer {}

    @Test
    void offers_are_added_one_by_one_and_all_at_once() {
        Offers offers = Offers.of(new Word("a"));

        assertThat(offers.and(new Word("b")).and(Offers.of(new Word("c"))).of(Word.class))
                .extracting(Word::text)
                .containsExactly("a", "b", "c");
        assertThat(offers.and(Offers.none())).isEqualTo(offers);
    }
}
