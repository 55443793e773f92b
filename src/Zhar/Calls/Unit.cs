namespace Zhar;

/// <summary>The value of an operation that has none to give: <c>Result&lt;Unit&gt;</c> of a call without a reply.</summary>
public readonly record struct Unit;
