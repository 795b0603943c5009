package dev.hearth.checks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules, and asking all of them at once.
 *
 * <pre>{@code
 * ImmutableList<Finding> findings = Rules.of(elsewhere).check(manifests);
 * }</pre>
 *
 * @param all the rules, in no particular order
 */
public record Rules(ImmutableList<Rule> all) {

    /**
     * Every rule there is.
     *
     * @param elsewhere services that other objects may refer to although the tree does not hold them: what charts,
     *     operators and preinstalled systems make
     */
    public static Rules of(Collection<KnownService> elsewhere) {
        return new Rules(ImmutableList.of(
                new DuplicateObjects(),
                new ValidNames(),
                new ValidQuantities(),
                new NoClearSecrets(),
                new ServicePorts(),
                new BackendPorts(ImmutableList.copyOf(elsewhere))));
    }

    /** The ids of all findings they make, sorted. */
    public ImmutableSortedSet<String> ids() {
        return all.stream()
                .flatMap(rule -> rule.ids().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    /**
     * Everything in which these objects do not hold the rules, in {@link Finding#ORDER}. A finding about a field of an
     * object that was read from text says where in the text it stands.
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

    private static Finding placed(Finding finding, Map<Identity, Manifest> byIdentity) {
        if (finding.place().isPresent()) {
            return finding;
        }
        Optional<Position> position = finding.object()
                .flatMap(object -> Optional.ofNullable(byIdentity.get(object)))
                .flatMap(manifest -> manifest.position(finding.path()));
        return finding.from(position.map(Place::of));
    }
}
