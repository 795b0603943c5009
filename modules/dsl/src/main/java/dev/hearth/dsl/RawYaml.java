package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;

/** Objects as somebody wrote them, kept to the letter; only a missing namespace is added. */
record RawYaml(ImmutableList<Manifest> manifests) implements Part {

    static RawYaml of(String text) {
        return new RawYaml(ImmutableList.copyOf(Yaml.read(text, "yaml")));
    }

    @Override
    public void expand(Scope scope) {
        manifests.forEach(scope::manifest);
    }
}
