package dev.hearth.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The disk, with a say before every change of it and in the middle of every file. */
final class StoppingDisk implements Disk {

    /** Called with the number of the point, from 1; stops by throwing or by ending the process. */
    interface Stop {
        void at(int point, Path path) throws IOException;
    }

    private final Disk disk = new RealDisk();
    private final AtomicInteger points = new AtomicInteger();
    private final Stop stop;

    StoppingDisk(Stop stop) {
        this.stop = stop;
    }

    /** How often it was asked so far. */
    int points() {
        return points.get();
    }

    private void point(Path path) throws IOException {
        stop.at(points.incrementAndGet(), path);
    }

    @Override
    public Entry look(Path path) throws IOException {
        return disk.look(path);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public Content read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public boolean same(Path one, Path other) throws IOException {
        return disk.same(one, other);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        point(directory);
        disk.createDirectory(directory);
    }

    @Override
    public void create(Path file, Content content) throws IOException {
        point(file);
        Files.write(file, Arrays.copyOf(content.bytes(), content.size() / 2), StandardOpenOption.CREATE_NEW);
        point(file);
        Files.delete(file);
        disk.create(file, content);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        point(to);
        disk.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        point(path);
        disk.delete(path);
    }

    @Override
    public void sync(Path directory) throws IOException {
        point(directory);
        disk.sync(directory);
    }
}
