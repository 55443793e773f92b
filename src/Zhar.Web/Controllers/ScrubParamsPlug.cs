using System.ComponentModel;

namespace Zhar.Web;

/// <summary>Turns blank text under a required key into <c>null</c>. Source: Phoenix.Controller.scrub_params/2.</summary>
/// <param name="key">The key, such as <c>user</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScrubParamsPlug(string key) : IPlug
{
    /// <inheritdoc/>
    public ValueTask Call(Conn conn)
    {
        conn.ScrubParams(key);
        return default;
    }

    internal static object? Scrub(object? value) => value switch
    {
        string text => string.IsNullOrWhiteSpace(text) ? null : text,
        Params tree => tree.Aggregate(tree, static (scrubbed, item) => item.Value is string or Params or ParamList ? scrubbed.With(item.Key, Scrub(item.Value)) : scrubbed),
        ParamList list => Scrub(list),
        _ => value,
    };

    private static ParamList Scrub(ParamList list)
    {
        var result = new ParamList();
        foreach (var item in list)
            result.Add(Scrub(item));
        return result;
    }
}
