package dev.hearth.manifest;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.base.GeneratorBase;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what Jackson writes and builds nodes of it, without a text in between. */
final class NodeGenerator extends GeneratorBase {

    private final Deque<Frame> open = new ArrayDeque<>();
    private @Nullable Node root;

    /** A collection being written: either fields or items. */
    private static final class Frame {
        private final @Nullable Map<String, Node> fields;
        private final ImmutableList.@Nullable Builder<Node> items;
        private String name = "";

        private Frame(boolean mapping) {
            fields = mapping ? new LinkedHashMap<>() : null;
            items = mapping ? null : ImmutableList.builder();
        }

        private void add(Node node) {
            if (fields != null) {
                if (fields.put(name, node) != null) {
                    throw new IllegalArgumentException("the field \"" + name + "\" is written twice by its class;"
                            + " remove it from the additional properties or from the class");
                }
            } else if (items != null) {
                items.add(node);
            }
        }

        private Node node() {
            return fields != null
                    ? Mapping.of(ImmutableMap.copyOf(fields))
                    : Sequence.of(items == null ? ImmutableList.of() : items.build());
        }
    }

    NodeGenerator(@Nullable ObjectCodec codec) {
        super(
                0,
                codec,
                new IOContext(
                        StreamReadConstraints.defaults(),
                        StreamWriteConstraints.defaults(),
                        ErrorReportConfiguration.defaults(),
                        new BufferRecycler(),
                        ContentReference.unknown(),
                        false));
    }

    /** What was written. */
    Node node() {
        if (root == null) {
            throw new IllegalStateException("nothing was written");
        }
        return root;
    }

    private void add(Node node) {
        Frame frame = open.peek();
        if (frame == null) {
            root = node;
        } else {
            frame.add(node);
        }
    }

    @Override
    public void writeStartArray() {
        open.push(new Frame(false));
        _writeContext = _writeContext.createChildArrayContext();
    }

    @Override
    public void writeEndArray() {
        _writeContext = _writeContext.getParent();
        add(open.pop().node());
    }

    @Override
    public void writeStartObject() {
        open.push(new Frame(true));
        _writeContext = _writeContext.createChildObjectContext();
    }

    @Override
    public void writeEndObject() {
        _writeContext = _writeContext.getParent();
        add(open.pop().node());
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        _writeContext.writeFieldName(name);
        open.element().name = name;
    }

    @Override
    public void writeString(String text) {
        add(new Text(text));
    }

    @Override
    public void writeString(char[] buffer, int offset, int length) {
        writeString(new String(buffer, offset, length));
    }

    @Override
    public void writeRawUTF8String(byte[] buffer, int offset, int length) {
        _reportUnsupportedOperation();
    }

    @Override
    public void writeUTF8String(byte[] buffer, int offset, int length) {
        _reportUnsupportedOperation();
    }

    @Override
    public void writeRaw(String text) {
        _reportUnsupportedOperation();
    }

    @Override
    public void writeRaw(String text, int offset, int length) {
        _reportUnsupportedOperation();
    }

    @Override
    public void writeRaw(char[] text, int offset, int length) {
        _reportUnsupportedOperation();
    }

    @Override
    public void writeRaw(char c) {
        _reportUnsupportedOperation();
    }

    @Override
    public void writeRawValue(String text) {
        add(Json.read(text, "raw value"));
    }

    @Override
    public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        byte[] part = Arrays.copyOfRange(data, offset, offset + length);
        writeString(variant.encode(part));
    }

    @Override
    public void writeNumber(int value) {
        add(Node.number(value));
    }

    @Override
    public void writeNumber(long value) {
        add(Node.number(value));
    }

    @Override
    public void writeNumber(BigInteger value) {
        add(new Numeral(new BigDecimal(value)));
    }

    @Override
    public void writeNumber(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value + "; leave the field unset");
        }
        add(new Numeral(new BigDecimal(Double.toString(value))));
    }

    @Override
    public void writeNumber(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value + "; leave the field unset");
        }
        add(new Numeral(new BigDecimal(Float.toString(value))));
    }

    @Override
    public void writeNumber(BigDecimal value) {
        add(new Numeral(value));
    }

    @Override
    public void writeNumber(String encoded) {
        add(new Numeral(new BigDecimal(encoded)));
    }

    @Override
    public void writeBoolean(boolean value) {
        add(Node.bool(value));
    }

    @Override
    public void writeNull() {
        add(Null.NULL);
    }

    @Override
    public void flush() {}

    @Override
    protected void _releaseBuffers() {}

    @Override
    protected void _verifyValueWrite(String type) {}
}
