package dev.hearth.dsl;

/**
 * The health check for Argo CD's Applications. Without it Argo CD waits for no Application before it goes on to the next
 * wave, so it must be in ConfigMap {@code argocd-cm} before the first sync: the bootstrap page puts it there, and so does
 * whatever component installs Argo CD.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app">Health of Applications</a>
 */
public final class ApplicationHealth {

    /** The key of ConfigMap {@code argocd-cm} under which {@link #LUA} stands. */
    public static final String KEY = "resource.customizations.health.argoproj.io_Application";

    /** An Application is as healthy as it says of itself. */
    public static final String LUA = """
            local health = obj.status and obj.status.health or {}
            return { status = health.status or "Progressing", message = health.message or "" }
            """;

    private ApplicationHealth() {}
}
