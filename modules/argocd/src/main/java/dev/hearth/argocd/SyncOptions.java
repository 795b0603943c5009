package dev.hearth.argocd;

import com.google.common.base.Splitter;
import dev.hearth.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The annotations by which Argo CD is told what to do with one object. */
final class SyncOptions {

    static final String OPTIONS = "argocd.argoproj.io/sync-options";
    static final String WAVE = "argocd.argoproj.io/sync-wave";

    private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

    private SyncOptions() {}

    /** The object with that option, such as {@code Prune=false}, unless it says something of that option already. */
    static Manifest with(Manifest manifest, String option, String value) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : COMMAS.split(manifest.annotations().getOrDefault(OPTIONS, ""))) {
            int equals = pair.indexOf('=');
            options.put(equals < 0 ? pair : pair.substring(0, equals), pair);
        }
        if (options.putIfAbsent(option, option + "=" + value) != null) {
            return manifest;
        }
        return manifest.withAnnotation(
                OPTIONS, options.values().stream().sorted().collect(Collectors.joining(",")));
    }

    /** The object in that wave, unless it is in one already. */
    static Manifest inWave(Manifest manifest, int wave) {
        return manifest.annotations().containsKey(WAVE)
                ? manifest
                : manifest.withAnnotation(WAVE, Integer.toString(wave));
    }
}
