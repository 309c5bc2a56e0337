package consort.examples.data;

/**
 * A set as published: what to learn from, and what to be examined on.
 *
 * @param source where these bytes came from, for the user
 */
public record DataSet(LabeledImages train, LabeledImages test, String source) {}
