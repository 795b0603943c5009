package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A folder of the repository that Kustomize builds. What it makes becomes the component's own objects, like the objects of a
 * {@link VendoredChart}.
 *
 * <pre>{@code
 * KustomizeBase.of("bases/photos")                       // has kustomization.yaml
 * KustomizeBase.of("bases").at("overlays/home")          // builds bases/overlays/home, which may use all of bases
 * }</pre>
 *
 * @param folder the folder, relative to the root of the repository; nothing outside of it is read
 * @param entry the folder within it that is built; empty for itself
 */
public record KustomizeBase(String folder, String entry) implements Part {

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

    public KustomizeBase {
        requireNonNull(folder, "folder");
        requireNonNull(entry, "entry");
        if (!PATH.matcher(folder).matches()
                || !(entry.isEmpty() || PATH.matcher(entry).matches())) {
            throw new IllegalArgumentException(
                    "a Kustomize base is a folder within the repository, such as bases/photos," + " but was '" + folder
                            + (entry.isEmpty() ? "" : "' with '" + entry) + "'");
        }
    }

    /** That folder. */
    public static KustomizeBase of(String folder) {
        return new KustomizeBase(folder, "");
    }

    /** A copy that builds that folder within it. */
    public KustomizeBase at(String within) {
        return new KustomizeBase(folder, within);
    }

    /** What is built, relative to the root of the repository. */
    public String built() {
        return entry.isEmpty() ? folder : folder + "/" + entry;
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(this);
    }
}
