package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/** Where panels stand: beside each other as long as there is room, then below the highest of the line. */
final class Grid {

    static final int COLUMNS = 24;

    private int x;
    private int y;
    private int below;

    Data panel(int width, int height) {
        if (x + width > COLUMNS) {
            newLine();
        }
        Data place = place(x, width, height);
        x += width;
        below = Math.max(below, y + height);
        return place;
    }

    Data row() {
        newLine();
        Data place = place(0, COLUMNS, 1);
        y++;
        below = y;
        return place;
    }

    private void newLine() {
        x = 0;
        y = below;
    }

    private Data place(int column, int width, int height) {
        return Data.map("h", height, "w", width, "x", column, "y", y);
    }
}
