using System.ComponentModel;

namespace Zhar.Web;

/// <summary>The plugs of an action, as its controller's method <c>Plugs</c> lists them. Metadata, for generated code.</summary>
/// <param name="list">Adds the plugs.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActionPlugs(Action<PlugBuilder> list)
{
    internal IReadOnlyList<PlugStep> Build(PlugBuilder parent)
    {
        var builder = parent.Nested();
        list(builder);
        return builder.Steps;
    }
}
