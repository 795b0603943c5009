package dev.hearth.checks;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rules, and asking all of them at once.
 *
 * <pre>{@code
 * ImmutableList<Finding> findings = Rules.of(expansion::placeOf, elsewhere).check(manifests);
 * }</pre>
 */
public final class Rules {

    private final ImmutableList<Rule> all;
    private final Function<String, Optional<Place>> places;

    private Rules(ImmutableList<Rule> all, Function<String, Optional<Place>> places) {
        this.all = all;
        this.places = places;
    }

    /**
     * Every rule there is.
     *
     * @param places where in the source a component was added, by its name
     * @param elsewhere services that other objects may refer to although the tree does not hold them: what charts,
     *     operators and preinstalled systems make
     */
    public static Rules of(Function<String, Optional<Place>> places, Collection<KnownService> elsewhere) {
        return new Rules(
                ImmutableList.of(
                        new DuplicateObjects(places),
                        new ValidNames(),
                        new ValidQuantities(),
                        new NoClearSecrets(),
                        new WorkloadSelectors(),
                        new ServicePorts(),
                        new BackendPorts(ImmutableList.copyOf(elsewhere))),
                requireNonNull(places, "places"));
    }

    /** The ids of all findings they make, sorted. */
    public ImmutableSortedSet<String> ids() {
        return all.stream()
                .flatMap(rule -> rule.ids().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    /**
     * Everything in which these objects do not hold the rules, in {@link Finding#ORDER}. A finding about an object says
     * where its component was added, and where the field stands in the text that the object was read from.
     */
    public ImmutableList<Finding> check(ImmutableList<Manifest> objects) {
        List<Finding> found = new ArrayList<>();
        all.forEach(rule -> rule.check(objects, found::add));
        if (found.isEmpty()) {
            return ImmutableList.of();
        }
        Map<Identity, Manifest> byIdentity = new HashMap<>();
        objects.forEach(object -> byIdentity.putIfAbsent(object.identity(), object));
        return found.stream()
                .map(finding -> placed(finding, byIdentity))
                .distinct()
                .sorted(Finding.ORDER)
                .collect(ImmutableList.toImmutableList());
    }

    private Finding placed(Finding finding, Map<Identity, Manifest> byIdentity) {
        if (finding.place().isPresent()) {
            return finding;
        }
        Optional<Manifest> object = finding.object().map(byIdentity::get);
        return finding.from(object.flatMap(manifest -> Places.of(manifest, finding.path(), places)));
    }
}
