package dev.hearth.dsl;

/**
 * The fixed places in the order of a sync. Each band has ten waves, so a component that comes after another one of its
 * band still fits, and a new component renumbers no other.
 */
public enum Band {
    NAMESPACES(-100),
    CRDS(-90),
    STORAGE(-80),
    SECRETS(-70),
    CERTIFICATES(-60),
    NETWORK(-50),
    INGRESS(-40),
    OPERATORS(-30),
    DATA(-20),
    OBSERVABILITY(-10),
    APPLICATIONS(0),
    BACKUP(10),
    SECURITY(20);

    private final int wave;

    Band(int wave) {
        this.wave = wave;
    }

    /** Its first sync wave; the nine after it are the band's too. */
    public int wave() {
        return wave;
    }
}
