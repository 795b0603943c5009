package dev.hearth.checks.policies;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code argo.option}, {@code argo.wave} and {@code argo.hook}: what objects tell Argo CD in annotations and sync options is what
 * it understands. It passes over what it does not know.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/">Sync options</a>
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/">Sync phases and waves</a>
 */
final class ArgoSettings implements ObjectRule {

    private static final String OPTION = "argo.option";
    private static final String WAVE = "argo.wave";
    private static final String HOOK = "argo.hook";
    private static final String PREFIX = "argocd.argoproj.io/";

    private static final ImmutableSet<String> SWITCH = ImmutableSet.of("true", "false");
    private static final ImmutableSet<String> OPTION_OR_CONFIRM = ImmutableSet.of("true", "false", "confirm");
    private static final ImmutableMap<String, ImmutableSet<String>> OPTIONS =
            ImmutableMap.<String, ImmutableSet<String>>builder()
                    .put("ApplyOutOfSyncOnly", SWITCH)
                    .put("ClientSideApplyMigration", SWITCH)
                    .put("CreateNamespace", SWITCH)
                    .put("Delete", OPTION_OR_CONFIRM)
                    .put("FailOnSharedResource", SWITCH)
                    .put("Force", SWITCH)
                    .put("Prune", OPTION_OR_CONFIRM)
                    .put("PruneLast", SWITCH)
                    .put("PrunePropagationPolicy", ImmutableSet.of("background", "foreground", "orphan"))
                    .put("Replace", SWITCH)
                    .put("RespectIgnoreDifferences", SWITCH)
                    .put("ServerSideApply", SWITCH)
                    .put("SkipDryRunOnMissingResource", SWITCH)
                    .put("Validate", SWITCH)
                    .buildOrThrow();
    private static final ImmutableSet<String> HOOKS =
            ImmutableSet.of("PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete");
    private static final ImmutableSet<String> POLICIES =
            ImmutableSet.of("HookSucceeded", "HookFailed", "BeforeHookCreation");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(OPTION, WAVE, HOOK);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Field annotations = Field.of(object).get("metadata").get("annotations");
        if (!annotations.empty()) {
            wave(object, annotations.get(PREFIX + "sync-wave"), findings);
            list(annotations.get(PREFIX + "sync-options"))
                    .forEach(option -> option(object, annotations.get(PREFIX + "sync-options"), option, findings));
            known(object, annotations.get(PREFIX + "hook"), "hook", HOOKS, findings);
            known(object, annotations.get(PREFIX + "hook-delete-policy"), "delete policy", POLICIES, findings);
        }
        if (object.identity().group().equals("argoproj.io") && object.kind().equals("Application")) {
            for (Field option :
                    Field.of(object).get("spec", "syncPolicy", "syncOptions").items()) {
                option(object, option, option.textOrEmpty(), findings);
            }
        }
    }

    private static List<String> list(Field field) {
        return Splitter.on(',').trimResults().omitEmptyStrings().splitToList(field.textOrEmpty());
    }

    private static void wave(Manifest object, Field wave, Consumer<Finding> findings) {
        if (wave.present() && !wave.textOrEmpty().matches("[+-]?[0-9]{1,9}")) {
            findings.accept(Finding.warning(
                            WAVE, object.identity(), "Argo CD takes the wave '" + wave.textOrEmpty() + "' for 0")
                    .at(wave.path())
                    .hint("write a whole number in quotes"));
        }
    }

    private static void option(Manifest object, Field at, String option, Consumer<Finding> findings) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        ImmutableSet<String> values = OPTIONS.get(name);
        String fault;
        if (values == null) {
            fault = "Argo CD knows no sync option '" + name + "'; there are " + String.join(", ", OPTIONS.keySet());
        } else if (equals < 0 || !values.contains(option.substring(equals + 1))) {
            fault = "the sync option " + name + " takes one of " + String.join(", ", values);
        } else {
            return;
        }
        findings.accept(Finding.warning(OPTION, object.identity(), fault)
                .at(at.path())
                .hint("write it like "
                        + (values == null
                                ? "ServerSideApply=true"
                                : name + "=" + values.iterator().next())));
    }

    private static void known(
            Manifest object, Field field, String what, ImmutableSet<String> known, Consumer<Finding> findings) {
        for (String value : list(field)) {
            if (!known.contains(value)) {
                findings.accept(
                        Finding.warning(HOOK, object.identity(), "Argo CD knows no " + what + " '" + value + "'")
                                .at(field.path())
                                .hint("it is one of " + String.join(", ", known)));
            }
        }
    }
}
