namespace Zhar.Web;

/// <summary>CSS that the program vouches for: it may stand in a style element and in the attribute <c>style</c>. Made by <see cref="Html.TrustedCss"/>.</summary>
public sealed class CssText
{
    internal CssText(string text) => Value = new(text);

    internal TrustedText Value { get; }

    /// <summary>The CSS.</summary>
    public override string ToString() => Value.Text;

    internal sealed class TrustedText(string text) : TextValue(text)
    {
        public override string Description => "CSS";
    }
}
