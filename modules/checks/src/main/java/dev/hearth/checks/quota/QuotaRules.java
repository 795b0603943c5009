package dev.hearth.checks.quota;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Quantity;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code quota.exceeded} and {@code quota.requests}: what is rendered for a namespace fits into its quota, and says what the
 * quota counts.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>
 */
public final class QuotaRules implements Rule {

    private static final String EXCEEDED = "quota.exceeded";
    private static final String REQUESTS = "quota.requests";

    private QuotaRules() {}

    /** All of them. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(new QuotaRules());
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(EXCEEDED, REQUESTS);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> quotas = context.graph().known("", "ResourceQuota");
        if (quotas.isEmpty()) {
            return;
        }
        int nodes = Math.max(1, context.graph().known("", "Node").size());
        ImmutableListMultimap<String, Manifest> byNamespace = Multimaps.index(context.objects(), QuotaRules::namespace);
        for (Manifest quota : quotas) {
            Field spec = Field.of(quota).get("spec");
            // A quota with a scope counts some pods alone.
            if (spec.get("scopes").empty() && spec.get("scopeSelector").empty()) {
                Usage usage = Usage.of(byNamespace.get(namespace(quota)), nodes);
                spec.get("hard").fields().forEach(hard -> {
                    exceeded(quota, hard, usage, context, findings);
                    silent(quota, hard, usage, context, findings);
                });
            }
        }
    }

    private static String namespace(Manifest object) {
        return object.namespace().orElse("default");
    }

    /** A quota of {@code cpu} is one of {@code requests.cpu}. */
    private static String word(Field hard) {
        return hard.name().equals("cpu") || hard.name().equals("memory") ? "requests." + hard.name() : hard.name();
    }

    private static void exceeded(Manifest quota, Field hard, Usage usage, Context context, Consumer<Finding> findings) {
        Optional<Quantity> allowed = hard.node().flatMap(Quantity::of);
        Quantity steady = usage.steady().getOrDefault(word(hard), Quantity.ZERO);
        Quantity most = usage.most().getOrDefault(word(hard), Quantity.ZERO);
        if (allowed.isEmpty() || most.compareTo(allowed.get()) <= 0) {
            return;
        }
        boolean always = steady.compareTo(allowed.get()) > 0;
        String text = (always
                        ? "what is rendered needs " + shown(word(hard), steady)
                        : "when everything changes at once, " + "what is rendered needs " + shown(word(hard), most))
                + " of " + hard.name() + ", but the quota is " + shown(word(hard), allowed.get());
        Finding finding = always
                ? Finding.error(EXCEEDED, quota.identity(), text)
                : Finding.warning(EXCEEDED, quota.identity(), text);
        findings.accept(finding.at(hard.path())
                .from(context.placeOf(quota, hard.path()))
                .hint("raise the quota, or ask for less"));
    }

    private static void silent(Manifest quota, Field hard, Usage usage, Context context, Consumer<Finding> findings) {
        for (Usage.Silent silent : usage.unsaid().getOrDefault(word(hard), ImmutableList.of())) {
            Field at = silent.container().get("resources");
            findings.accept(Finding.error(
                            REQUESTS,
                            silent.workload().identity(),
                            "container '" + silent.container().get("name").textOrEmpty() + "' says nothing of "
                                    + word(hard) + ", which ResourceQuota " + quota.name()
                                    + " counts: the API server takes no such pod")
                    .at(at.path())
                    .from(context.placeOf(silent.workload(), at.path()))
                    .hint("say it, or give the namespace a LimitRange with a default"));
        }
    }

    private static String shown(String word, Quantity amount) {
        return word.endsWith(".memory") || word.endsWith(".storage")
                ? Amounts.bytes(amount)
                : amount.value().stripTrailingZeros().toPlainString();
    }
}
