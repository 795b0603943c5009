package dev.hearth.checks.programs;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.programs.GoneKeys.Gone;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * {@code config.key}: the stores refuse to start where their configuration has a key that they do not have. Those are found here that
 * people take from an older version, or from another of the stores.
 */
final class Keys implements ConfiguredPrograms.Judge {

    private static final ImmutableMap<String, String> NAMES =
            ImmutableMap.of("loki", "Loki", "mimir", "Mimir", "tempo", "Tempo", "pyroscope", "Pyroscope");

    /** What Tempo's overrides have since they are sorted. */
    private static final ImmutableSet<String> OVERRIDES = ImmutableSet.of(
            "defaults",
            "per_tenant_override_config",
            "per_tenant_override_period",
            "user_configurable_overrides",
            "enable_legacy_overrides");

    @Override
    public String id() {
        return "config.key";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!NAMES.containsKey(config.program())) {
            return;
        }
        GoneKeys.of(config).forEach(gone -> gone(config, gone, findings));
        if (config.is("tempo") && config.since(3, 0)) {
            overrides(config, findings);
        }
        for (S3Block block : S3Block.of(config)) {
            foreign(config, block, findings);
        }
    }

    private void gone(ProgramConfig config, Gone gone, Consumer<Finding> findings) {
        String version = name(config) + " " + gone.major() + "." + gone.minor();
        switch (gone.sort()) {
            case KEY -> {
                Field key = config.field(gone.name());
                if (key.parent().mapping().has(key.name())) {
                    say(
                            config,
                            "has the key " + key.path() + ", which is gone since " + version,
                            gone.instead(),
                            findings);
                }
            }
            case ANYWHERE ->
                config.keys(gone.name())
                        .forEach(key -> say(
                                config,
                                "has the key " + key.path() + ", which is gone since " + version,
                                gone.instead(),
                                findings));
            case PART -> {
                if (Splitter.on(',').trimResults().splitToList(config.target()).contains(gone.name())) {
                    say(
                            config,
                            "is read for the part " + gone.name() + ", which is gone since " + version,
                            gone.instead(),
                            findings);
                }
            }
            case OPTION -> {
                if (config.argued(gone.name())) {
                    say(
                            config,
                            "is read with the option -" + gone.name() + ", which is gone since " + version,
                            gone.instead(),
                            findings);
                }
            }
        }
    }

    private void overrides(ProgramConfig config, Consumer<Finding> findings) {
        Field overrides = config.field("overrides");
        if (overrides.get("enable_legacy_overrides").isTrue()
                || config.varies("overrides.enable_legacy_overrides")
                || config.argued("config.enable-legacy-overrides")) {
            return;
        }
        overrides.fields().stream()
                .filter(key -> !OVERRIDES.contains(key.name()))
                .findFirst()
                .ifPresent(key -> say(
                        config,
                        "has the key " + key.path() + ", but limits stand below overrides.defaults since Tempo 3.0",
                        "write them below overrides.defaults, sorted; tempo-cli migrate overrides-config does it",
                        findings));
    }

    private void foreign(ProgramConfig config, S3Block block, Consumer<Finding> findings) {
        for (Field key : block.field().fields()) {
            block.words()
                    .instead(key.name())
                    .ifPresent(own -> say(
                            config,
                            "has the key " + key.path() + ", which another program has: " + name(config)
                                    + " calls it otherwise",
                            "write " + own,
                            findings));
        }
        Field lookup = block.field().get("bucket_lookup_type");
        block.words()
                .lookup(lookup.textOrEmpty())
                .ifPresent(own -> say(
                        config,
                        "has " + config.shown(lookup.textOrEmpty()) + " at " + lookup.path()
                                + ", a word of another program",
                        "write " + own,
                        findings));
    }

    private void say(ProgramConfig config, String message, String hint, Consumer<Finding> findings) {
        findings.accept(config.error(id(), message + ": " + name(config) + " refuses to start", hint));
    }

    private static String name(ProgramConfig config) {
        return NAMES.getOrDefault(config.program(), config.program());
    }
}
