package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;

/** Objects as somebody wrote them, kept to the letter; only a missing namespace is added. */
record RawYaml(ImmutableList<Manifest> manifests) implements Part {

    /** The text, with lists replaced by their items; {@code place} is where it was handed over. */
    static RawYaml of(String text, Place place) {
        return new RawYaml(ImmutableList.copyOf(Yaml.readFlat(text, "yaml at " + place)));
    }

    @Override
    public void expand(Scope scope) {
        manifests.forEach(scope::manifest);
    }
}
