using Xunit;

namespace Zhar.Web.Tests.Reload;

public sealed class ReloadPolicyTests
{
    [Theory]
    [InlineData("default-src 'self'", "default-src 'self'")]
    [InlineData("default-src 'none'; style-src 'unsafe-inline'", "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'")]
    [InlineData("script-src 'nonce-abc'; connect-src https://example.com", "script-src 'nonce-abc' 'self'; connect-src https://example.com 'self'")]
    [InlineData("img-src 'self'", "img-src 'self'")]
    [InlineData("default-src *", "default-src *")]
    [InlineData("script-src-elem 'none'", "script-src-elem 'none'")]
    public void The_policy_lets_the_script_of_this_site_run_and_connect(string policy, string expected) => Assert.Equal(expected, ReloadPolicy.Allow(policy));
}
