namespace Zhar.Web;

/// <summary>A <c>Result</c> that is no success, as a fallback gets it.</summary>
/// <param name="Result">The whole: an <c>Error&lt;T&gt;</c>, an <c>Invalid&lt;T&gt;</c>. Match its type where it matters.</param>
/// <param name="Reason">The reason of an error, else <c>null</c>.</param>
/// <param name="Form">The changeset of invalid data, to draw its form again, else <c>null</c>.</param>
/// <param name="Errors">What is wrong with each field of invalid data, else <c>null</c>.</param>
public sealed record Failure(object Result, ExitReason? Reason, IFormSource? Form, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);
