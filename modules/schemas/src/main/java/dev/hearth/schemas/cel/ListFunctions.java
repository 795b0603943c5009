package dev.hearth.schemas.cel;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.util.List;

/**
 * What Kubernetes adds to lists.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library">List library</a>
 */
final class ListFunctions {

    private static final ListType LIST = ListType.create(SimpleType.DYN);

    private ListFunctions() {}

    static void functions(Functions to) {
        to.member("isSorted", SimpleType.BOOL, LIST, List.class, ListFunctions::sorted)
                .member("sum", SimpleType.DYN, LIST, List.class, ListFunctions::sum)
                .member("min", SimpleType.DYN, LIST, List.class, list -> extreme(list, -1))
                .member("max", SimpleType.DYN, LIST, List.class, list -> extreme(list, 1))
                .member("indexOf", SimpleType.INT, LIST, List.class, SimpleType.DYN, Object.class, (list, item) ->
                        (long) list.indexOf(item))
                .member("lastIndexOf", SimpleType.INT, LIST, List.class, SimpleType.DYN, Object.class, (list, item) ->
                        (long) list.lastIndexOf(item));
    }

    private static boolean sorted(List<?> list) throws CelEvaluationException {
        for (int index = 1; index < list.size(); index++) {
            if (compare(list.get(index - 1), list.get(index)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(List<?> list, int direction) throws CelEvaluationException {
        if (list.isEmpty()) {
            throw CelEvaluationExceptionBuilder.newBuilder("the list is empty").build();
        }
        Object best = list.get(0);
        for (Object item : list) {
            best = compare(item, best) * direction > 0 ? item : best;
        }
        return best;
    }

    private static Object sum(List<?> list) throws CelEvaluationException {
        if (list.stream().allMatch(Long.class::isInstance)) {
            return list.stream().mapToLong(item -> (Long) item).sum();
        }
        if (list.stream().allMatch(Double.class::isInstance)) {
            return list.stream().mapToDouble(item -> (Double) item).sum();
        }
        throw CelEvaluationExceptionBuilder.newBuilder("the list holds more than numbers of one type")
                .build();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of one class that compares with itself
    private static int compare(Object one, Object other) throws CelEvaluationException {
        if (one instanceof Comparable comparable && one.getClass() == other.getClass()) {
            return comparable.compareTo(other);
        }
        throw CelEvaluationExceptionBuilder.newBuilder("the list holds what has no order")
                .build();
    }
}
