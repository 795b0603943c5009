package dev.hearth.pipeline;

import com.google.common.collect.ImmutableSet;
import com.google.common.reflect.ClassPath;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant by the name of a class that is not there. */
final class SimilarClasses {

    private static final int FURTHEST = 2;

    private SimilarClasses() {}

    /** The class of the class path whose name is nearest; empty where none is near. */
    static Optional<String> to(String name, ClassLoader loader) {
        Optional<String> nested = nested(name, loader);
        if (nested.isPresent()) {
            return nested;
        }
        String wanted = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return classes(loader).stream()
                .map(type -> new Candidate(
                        type.getName(),
                        distance(wanted, type.getSimpleName().toLowerCase(Locale.ROOT)),
                        distance(name, type.getName())))
                .filter(candidate -> candidate.bySimpleName <= Math.min(FURTHEST, wanted.length() / 3))
                .min(Comparator.comparingInt(Candidate::bySimpleName)
                        .thenComparingInt(Candidate::byName)
                        .thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int bySimpleName, int byName) {}

    /** A nested class is separated by {@code $}, which is often written as a dot. */
    private static Optional<String> nested(String name, ClassLoader loader) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String candidate = name.substring(0, dot) + "$" + name.substring(dot + 1);
        try {
            return Optional.of(Class.forName(candidate, false, loader).getName());
        } catch (ClassNotFoundException | LinkageError none) {
            return Optional.empty();
        }
    }

    private static ImmutableSet<ClassPath.ClassInfo> classes(ClassLoader loader) {
        try {
            return ClassPath.from(loader).getTopLevelClasses();
        } catch (IOException unreadable) {
            return ImmutableSet.of();
        }
    }

    /** How many letters must be added, removed or replaced. */
    static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
