namespace Zhar.Web;

/// <summary>A template cannot be written safely: a hole stands where no text is safe, or has a value that its place does not allow. The analyzer says so at compile time where it can.</summary>
public sealed class HtmlTemplateException : Exception
{
    internal HtmlTemplateException(string message)
        : base(message)
    {
    }
}
