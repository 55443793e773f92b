namespace Zhar.Mail;

/// <summary>What the next station said when it took an email over.</summary>
/// <param name="Id">The message id: <c>4f0c…@example.org</c>.</param>
/// <param name="Response">The answer of the server in its words; empty without a server.</param>
public sealed record MailReceipt(string Id, string Response = "");
