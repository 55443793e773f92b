namespace Zhar.Web;

/// <summary>A type that says how it looks in a template, as an identifier or an amount of money might: text, which is escaped where it stands. Source: Phoenix.HTML.Safe.</summary>
public interface IHtmlText
{
    /// <summary>The text, not escaped. <c>null</c> leaves an attribute out and is nothing elsewhere.</summary>
    string? ToHtmlText();
}
