package consort.model.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the JSON of a header, token by token, trusting nothing in it.
///
/// Stricter than JSON demands: strict UTF-8, no duplicate names or keys, integers only where integers belong, no unknown
/// keys.
final class HeaderReader {
    static final String METADATA = "__metadata__";
    private static final int MAX_DEPTH = 3;
    private static final int MAX_NUMBER_CHARS = 30;

    private final JsonParser json;
    private final Limits limits;
    private final Map<String, StatedTensor> tensors = new HashMap<>();

    private HeaderReader(JsonParser json, Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    /// The tensors that a header states.
    ///
    /// @param header the JSON with its padding, without the length before it
    /// @param dataBytes how many bytes follow the header
    /// @throws TensorFormatException if anything is wrong with it
    static TensorHeader read(byte[] header, long dataBytes, Limits limits) throws TensorFormatException {
        if (header.length == 0 || header[0] != '{') {
            throw new TensorFormatException("the header does not begin with '{'");
        }
        var strict = StandardCharsets.UTF_8.newDecoder();
        try (JsonParser json = factory(header.length)
                .createParser(new InputStreamReader(new ByteArrayInputStream(header), strict))) {
            HeaderReader reader = new HeaderReader(json, limits);
            reader.readAll();
            return DataMap.resolve(reader.tensors, Long.BYTES + (long) header.length, dataBytes);
        } catch (TensorFormatException e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw new TensorFormatException("the header is nested too deeply or holds a number that is too long");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " near character " + e.getLocation().getCharOffset();
            throw new TensorFormatException("the header is not valid JSON" + where);
        } catch (CharacterCodingException e) {
            throw new TensorFormatException("the header is not valid UTF-8");
        } catch (IOException e) {
            throw new IllegalStateException("reading an array does not fail", e);
        }
    }

    private static JsonFactory factory(int headerBytes) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER_CHARS)
                .maxStringLength(headerBytes).maxNameLength(headerBytes).build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private void readAll() throws IOException {
        boolean metadataSeen = false;
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(METADATA)) {
                if (metadataSeen) {
                    throw new TensorFormatException(METADATA + " stands in the header twice");
                }
                metadataSeen = true;
                skipMetadata();
            } else {
                readNamed(name);
            }
        }
        if (json.nextToken() != null) {
            throw new TensorFormatException("something follows the header's closing brace");
        }
    }

    private void skipMetadata() throws IOException {
        expect(JsonToken.START_OBJECT, METADATA + " must be an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            expect(JsonToken.VALUE_STRING, METADATA + " may hold nothing but strings");
        }
    }

    private void readNamed(String name) throws IOException {
        int nameBytes = Names.utf8Bytes(name);
        if (nameBytes < 0) {
            throw new TensorFormatException("tensor name " + Names.quoted(name) + " has no UTF-8 form");
        }
        if (nameBytes > limits.maxNameBytes()) {
            throw new TensorFormatException("tensor name " + Names.quoted(name) + " has " + nameBytes
                    + " bytes; at most " + limits.maxNameBytes() + " are taken");
        }
        if (tensors.size() == limits.maxTensors()) {
            throw new TensorFormatException("the header names more than " + limits.maxTensors() + " tensors");
        }
        if (tensors.put(name, readTensor(name)) != null) {
            throw new TensorFormatException("tensor " + Names.quoted(name) + " stands in the header twice");
        }
    }

    private StatedTensor readTensor(String name) throws IOException {
        String where = "tensor " + Names.quoted(name);
        DType dtype = null;
        Shape shape = null;
        List<Long> offsets = null;
        expect(JsonToken.START_OBJECT, where + " must be an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            boolean repeated = switch (key) {
                case "dtype" -> dtype != null;
                case "shape" -> shape != null;
                case "data_offsets" -> offsets != null;
                default -> throw new TensorFormatException(where + " has the unknown key " + Names.quoted(key));
            };
            if (repeated) {
                throw new TensorFormatException(where + " states " + key + " twice");
            }
            switch (key) {
                case "dtype" -> dtype = readDType(where);
                case "shape" -> shape = readShape(where);
                default -> offsets = readIntegers(where + ": data_offsets", 2);
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new TensorFormatException(where + " must state dtype, shape and two data_offsets");
        }
        return new StatedTensor(type(where, dtype, shape), offsets.get(0), offsets.get(1));
    }

    private DType readDType(String where) throws IOException {
        expect(JsonToken.VALUE_STRING, where + ": dtype must be a string");
        String stated = json.getText();
        return DType.named(stated).orElseThrow(
                () -> new TensorFormatException(where + " has the unknown dtype " + Names.quoted(stated)));
    }

    private Shape readShape(String where) throws IOException {
        List<Long> dims = readIntegers(where + ": shape", limits.maxRank());
        try {
            return new Shape(dims);
        } catch (IllegalArgumentException e) {
            throw new TensorFormatException(where + ": " + e.getMessage());
        }
    }

    private static TensorType type(String where, DType dtype, Shape shape) throws TensorFormatException {
        try {
            return new TensorType(dtype, shape);
        } catch (IllegalArgumentException e) {
            throw new TensorFormatException(where + ": " + e.getMessage());
        }
    }

    private List<Long> readIntegers(String where, int atMost) throws IOException {
        expect(JsonToken.START_ARRAY, where + " must be an array");
        List<Long> integers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw new TensorFormatException(where + " must hold integers below 2^63");
            }
            if (integers.size() == atMost) {
                throw new TensorFormatException(where + " holds more than " + atMost + " numbers");
            }
            integers.add(json.getLongValue());
        }
        return integers;
    }

    private void expect(JsonToken token, String otherwise) throws IOException {
        if (json.nextToken() != token) {
            throw new TensorFormatException(otherwise);
        }
    }

    /// A tensor as stated: its place is not checked yet.
    record StatedTensor(TensorType type, long begin, long end) {
    }
}
