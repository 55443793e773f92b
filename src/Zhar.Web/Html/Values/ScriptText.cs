namespace Zhar.Web;

/// <summary>JavaScript, or JSON made safe for it, that the program vouches for: it may stand in a script element and in <c>onclick</c> and the like. Made by <see cref="Html.Json{T}"/> and <see cref="Html.TrustedScript"/>.</summary>
public sealed class ScriptText
{
    internal ScriptText(string text) => Value = new(text);

    internal TrustedText Value { get; }

    /// <summary>The JavaScript.</summary>
    public override string ToString() => Value.Text;

    internal sealed class TrustedText(string text) : TextValue(text)
    {
        public override string Description => "JavaScript";
    }
}
