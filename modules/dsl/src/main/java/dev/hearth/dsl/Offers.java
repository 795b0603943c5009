package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** All that a component gives to others. */
public record Offers(ImmutableList<Offer> all) {

    private static final Offers NONE = new Offers(ImmutableList.of());

    /** Nothing. */
    public static Offers none() {
        return NONE;
    }

    /** Those. */
    public static Offers of(Offer... offers) {
        return new Offers(ImmutableList.copyOf(offers));
    }

    /** Those. */
    public static Offers of(Collection<? extends Offer> offers) {
        return new Offers(ImmutableList.copyOf(offers));
    }

    /** These and those. */
    public Offers and(Offers more) {
        return and(more.all);
    }

    /** These and those. */
    public Offers and(Offer... more) {
        return and(Arrays.asList(more));
    }

    /** These and those. */
    public Offers and(Collection<? extends Offer> more) {
        return new Offers(
                ImmutableList.<Offer>builder().addAll(all).addAll(more).build());
    }

    /** Those of one type, in the order in which they were added. */
    public <T extends Offer> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
