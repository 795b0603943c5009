package dev.hearth.helm;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.VendoredChart;
import dev.hearth.findings.Finding;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the objects of vendored charts part of the components that have them; definitions of custom resources go to the part
 * of the tree that comes first.
 *
 * <p>Findings: {@code chart.inflater}, {@code chart.archive}, {@code chart.digest}, {@code chart.template}, {@code
 * chart.output}, {@code chart.random}, {@code chart.clock}, {@code chart.capability}, {@code chart.hook}, {@code
 * chart.left-out}.
 */
public final class Charts implements Derivation {

    private final RepositoryFiles repository;
    private final Supplier<Optional<ChartInflater>> inflater;

    /**
     * Charts of those files.
     *
     * @param inflater asked only where there are charts, for it takes a second to load
     */
    public Charts(RepositoryFiles repository, Supplier<Optional<ChartInflater>> inflater) {
        this.repository = requireNonNull(repository, "repository");
        this.inflater = Suppliers.memoize(inflater::get);
    }

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        for (Stated<VendoredChart.Resolved> stated : soFar.facts(VendoredChart.Resolved.class)) {
            Scope scope = scopes.apply(stated.component());
            Optional<ChartInflater> found = inflater.get();
            if (found.isEmpty()) {
                scope.finding(Finding.error(
                                "chart.inflater",
                                "component " + stated.component(),
                                "has the chart " + stated.fact().chart().chart()
                                        + ", but nothing in the class path can render charts")
                        .hint("add the dependency dev.hearth:hearth-helm-native in scope runtime"));
                continue;
            }
            new Chart(stated, scope, scopes.apply(Expansion.CRDS), repository, found.get()).derive(soFar);
        }
    }
}
