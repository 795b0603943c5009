package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/**
 * What the API server asks of Ingresses and their classes.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/ingress/">Ingress</a>
 */
final class Ingresses {

    private static final ImmutableSet<String> PATH_TYPES = ImmutableSet.of("Exact", "ImplementationSpecific", "Prefix");
    private static final ImmutableList<String> NEVER_IN_PATHS = ImmutableList.of("//", "/./", "/../", "%2f", "%2F");
    private static final ImmutableList<String> NEVER_LAST = ImmutableList.of("/..", "/.");
    private static final ImmutableSet<String> SCOPES = ImmutableSet.of("Cluster", "Namespace");
    private static final String CLASS = "kubernetes.io/ingress.class";
    private static final CharMatcher STAR = CharMatcher.is('*');
    private static final int MOST_CONTROLLER = 250;

    private Ingresses() {}

    static void ingress(Field object, Faults faults) {
        Field spec = object.get("spec");
        Field fallback = spec.get("defaultBackend");
        if (spec.get("rules").items().isEmpty() && !fallback.present()) {
            faults.invalid(spec, "must have rules or a defaultBackend");
        }
        if (fallback.present()) {
            backend(fallback, faults);
        }
        spec.get("rules").items().forEach(rule -> rule(rule, faults));
        spec.get("tls").items().forEach(tls -> tls(tls, faults));
        className(object, spec.get("ingressClassName"), faults);
    }

    private static void className(Field object, Field className, Faults faults) {
        if (!className.present()) {
            return;
        }
        faults.form(className, Syntax::subdomain);
        Field annotation = object.get("metadata", "annotations", CLASS);
        if (annotation.present() && !annotation.textOrEmpty().equals(className.textOrEmpty())) {
            faults.invalid(annotation, "must be the same as spec.ingressClassName");
        }
    }

    private static void rule(Field rule, Faults faults) {
        Field host = rule.get("host");
        if (!host.empty()) {
            if (Addresses.parse(host.textOrEmpty()).isPresent()) {
                faults.invalid(host, "must be a DNS name, not an IP address");
            }
            host(host, faults);
        }
        if (rule.get("http").present()) {
            Field paths = rule.get("http", "paths");
            if (paths.items().isEmpty()) {
                faults.required(paths);
            }
            paths.items().forEach(path -> path(path, faults));
        }
    }

    private static void host(Field host, Faults faults) {
        faults.form(host, STAR.matchesAnyOf(host.textOrEmpty()) ? Syntax::wildcardSubdomain : Syntax::subdomain);
    }

    private static void path(Field path, Faults faults) {
        Field type = path.get("pathType");
        if (!type.present()) {
            faults.required(type, "must be there: Prefix, Exact or ImplementationSpecific");
            return;
        }
        switch (type.textOrEmpty()) {
            case "Exact", "Prefix" -> plainPath(path.get("path"), faults);
            case "ImplementationSpecific" -> {
                if (!path.get("path").empty()) {
                    absolute(path.get("path"), faults);
                }
            }
            default -> faults.unsupported(type, PATH_TYPES);
        }
        backend(path.get("backend"), faults);
    }

    private static void plainPath(Field path, Faults faults) {
        absolute(path, faults);
        String text = path.textOrEmpty();
        for (String part : NEVER_IN_PATHS) {
            if (text.contains(part)) {
                faults.invalid(path, "must not contain '" + part + "'");
            }
        }
        for (String end : NEVER_LAST) {
            if (text.endsWith(end)) {
                faults.invalid(path, "must not end with '" + end + "'");
            }
        }
    }

    private static void absolute(Field path, Faults faults) {
        if (!path.textOrEmpty().startsWith("/")) {
            faults.invalid(path, "must begin with '/'");
        }
    }

    private static void backend(Field backend, Faults faults) {
        Field resource = backend.get("resource");
        Field service = backend.get("service");
        if (resource.present() && service.present()) {
            faults.invalid(backend, "must lead to a resource or to a service, not to both");
        } else if (resource.present()) {
            reference(resource, faults);
        } else if (service.present()) {
            service(backend, service, faults);
        } else {
            faults.invalid(backend, "must lead to a service or to a resource");
        }
    }

    private static void service(Field backend, Field service, Faults faults) {
        faults.requiredForm(service.get("name"), Syntax::service);
        Field name = service.get("port", "name");
        Field number = service.get("port", "number");
        boolean named = !name.empty();
        boolean numbered = number.number().orElse(0L) != 0;
        if (named && numbered) {
            faults.invalid(backend, "must give the name of the port or its number, not both");
        } else if (named) {
            faults.form(name, Syntax::portName);
        } else if (numbered) {
            faults.within(number, 1, 65535);
        } else {
            faults.required(backend, "must give the name of the port or its number");
        }
    }

    private static void tls(Field tls, Faults faults) {
        tls.get("hosts").items().forEach(host -> host(host, faults));
        faults.optionalForm(tls.get("secretName"), Syntax::subdomain);
    }

    /** A reference to an object of the same namespace, by group, kind and name. */
    private static void reference(Field reference, Faults faults) {
        if (reference.get("apiGroup").present()) {
            faults.form(reference.get("apiGroup"), Syntax::subdomain);
        }
        faults.requiredForm(reference.get("kind"), Syntax::pathSegment);
        faults.requiredForm(reference.get("name"), Syntax::pathSegment);
    }

    static void ingressClass(Field object, Faults faults) {
        Field controller = object.get("spec", "controller");
        faults.atMostBytes(controller, MOST_CONTROLLER);
        faults.requiredForm(controller, Syntax::prefixedPath);
        Field parameters = object.get("spec", "parameters");
        if (parameters.present()) {
            reference(parameters, faults);
            scope(parameters, faults);
        }
    }

    private static void scope(Field parameters, Faults faults) {
        Field namespace = parameters.get("namespace");
        switch (parameters.get("scope").text().orElse("Cluster")) {
            case "Cluster" -> {
                if (namespace.present()) {
                    faults.forbidden(namespace, "the scope Cluster has no namespace");
                }
            }
            case "Namespace" -> {
                if (namespace.present()) {
                    faults.form(namespace, Syntax::label);
                } else {
                    faults.required(namespace, "the scope Namespace needs a namespace");
                }
            }
            default -> faults.unsupported(parameters.get("scope"), SCOPES);
        }
    }
}
