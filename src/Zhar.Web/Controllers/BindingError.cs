namespace Zhar.Web;

/// <summary>Why a parameter of an action could not be read from the request.</summary>
/// <param name="Key">The parameter: <c>id</c>, <c>user[age]</c>.</param>
/// <param name="Expected">What it has to be: <c>a whole number</c>.</param>
/// <param name="Got">What came: <c>nothing</c>, <c>"abc"</c>.</param>
public sealed record BindingError(string Key, string Expected, string Got)
{
    /// <summary>A sentence without the key: <c>has to be a whole number, and is "abc"</c>.</summary>
    public string Message => $"has to be {Expected}, and is {Got}";

    /// <summary>The whole sentence.</summary>
    public override string ToString() => $"The parameter '{Key}' {Message}.";
}
