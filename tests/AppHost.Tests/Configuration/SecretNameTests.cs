using AppHost.Host.Configuration;

namespace AppHost.Tests.Configuration;

public sealed class SecretNameTests
{
    [Theory]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("ConnectionStrings:Shop", true)]
    [InlineData("Api-Key", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("REGION", false)]
    [InlineData("Keyboard", false)]
    public void Names_that_speak_of_secrets_are_known(string name, bool expected) => Assert.Equal(expected, SecretName.IsSecret(name));

    [Fact]
    public void A_secret_argument_keeps_its_name() => Assert.Equal("--password=***", SecretName.HideInArgument("--password=hunter2"));
}
