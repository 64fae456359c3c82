"""Tokens that providers mark with a form of their own, as their documentation gives it.

Lengths are minimums well under the documented ones, so that a token cut by a length limit is
removed too; what identifies a token is its mark.
"""

# ruff: noqa: E501 - a row of the table is a line
from __future__ import annotations

from bot.triage.secrets.spans import Shape, shape

# Letters before a short mark would make it part of a word.
# Where a length limit cut the text.
CUT = r"(?=…|\.{3}|\s{0,8}\Z)"
ALONE = r"(?<![A-Za-z0-9])"

SHAPES: tuple[Shape, ...] = (
    # GitHub, GitLab and friends
    shape("GitHub fine-grained token", "github_pat_", r"github_pat_\w{6,255}"),
    shape("GitHub app token", "ghs_ ghu_ ghr_", r"gh[sur]_[A-Za-z0-9_.-]{8,800}"),
    shape("GitHub token", "ghp_ gho_", r"gh[po]_[A-Za-z0-9]{8,255}"),
    shape(
        "GitLab token",
        "glpat- gldt- glrt- glrtr- glptt- glcbt- glft- glimt- glagent- gloas- glsoat- glffct- GR1348941",
        r"(?:gl(?:pat|dt|rtr?|ptt|cbt|ft|imt|agent|oas|soat|ffct)-|GR1348941)[\w.-]{5,300}",
    ),
    shape("Bitbucket or Atlassian token", "ATATT3 ATBB ATCTT3", r"AT(?:ATT3|BB|CTT3)[\w=-]{12,400}"),
    # Chat
    shape("Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<secret>[\w/+-]{8,200})"),
    shape("Slack app token", "xapp-", r"xapp-[\w-]{6,300}"),
    shape("Slack token", "xox", r"xox(?:[a-z]\.xox[a-z]|[a-z])-[\w-]{6,400}"),
    shape("Discord webhook", "discord", r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/(?P<secret>\d{5,20}/[\w-]{8,120})"),
    shape("Discord token", ".", ALONE + r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{8,60}|" + ALONE + r"[MNO][A-Za-z0-9_-]{23,27}(?:\.[\w.-]{0,40})?" + CUT),
    shape("Telegram token", ":AA", r"(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{3,40}"),
    shape("Teams webhook", "webhook.office.com", r"webhook\.office\.com/webhookb2/(?P<secret>[\w@/-]{20,300})"),
    # Clouds
    shape("AWS access key id", "AKIA ASIA ABIA ACCA", r"(?<![A-Za-z0-9])A(?:KI|SI|BI|CC)A(?:[A-Z0-9]{12,17}(?![a-z])|[A-Z0-9]{4,16}" + CUT + ")"),
    shape("AWS session token", "IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz", r"(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/=%_-]{8,}"),
    shape("AWS signature", "X-Amz- x-amz-", r"(?i)x-amz-(?:signature|credential)=(?P<secret>[\w/%-]{12,300})"),
    shape("Google API key", "AIza", r"AIza[\w-]{8,60}"),
    shape("Google OAuth token", "ya29. GOCSPX- 1//0", r"ya29\.[\w.-]{10,}|GOCSPX-[\w-]{8,60}|" + ALONE + r"1//0[\w-]{20,200}"),
    shape("Azure storage key", "AccountKey SharedAccessKey AccountKEY accountkey", r"(?i)(?:Account|SharedAccess)Key=(?P<secret>[A-Za-z0-9+/%]{8,120}={0,2})"),
    shape("Azure shared access signature", "sig=", r"(?<=[?&;\s\"'])sig=(?P<secret>[A-Za-z0-9%+/=_-]{12,120})"),
    shape("Azure client secret", "Q~", r"[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{8,40}"),
    shape("DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", r"do[opr]_v1_[a-f0-9]{8,64}"),
    shape("Alibaba key id", "LTAI", ALONE + r"LTAI[A-Za-z0-9]{12,24}"),
    shape("Tencent key id", "AKID", ALONE + r"AKID[A-Za-z0-9]{28,36}"),
    shape("Scaleway key id", "SCW", ALONE + r"SCW[A-Z0-9]{17}(?![A-Za-z0-9])"),
    shape("Yandex key", "AQVN YCAJ YCN", ALONE + r"(?:AQVN[\w-]{30,50}|YCAJ[\w-]{20,60}|YCN[\w-]{30,60})"),
    shape("Cloudflare key", "v1.0-", r"v1\.0-[a-f0-9]{24}-[a-f0-9]{40,160}"),
    shape("Fly token", "FlyV1 fo1_ fm1", r"(?:fo1_|fm[12][ar]?_)[\w/+=,-]{20,}"),
    shape("Heroku key", "HRKU-", r"HRKU-[\w-]{20,80}"),
    shape("Databricks token", "dapi", ALONE + r"dapi[a-f0-9]{20,32}(?:-\d)?"),
    # Clusters and infrastructure
    shape("OpenShift token", "sha256~", r"sha256~[\w-]{6,60}"),
    shape("Rancher token", "token- kubeconfig-", r"(?:token-|kubeconfig-)[\w.-]{3,60}:[a-z0-9]{20,60}"),
    shape("Kubernetes bootstrap token", "token", r"(?i)token[\"'\s:=]{1,6}(?P<secret>[a-z0-9]{6}\.(?:[a-z0-9]{16}(?![\w.-])|[a-z0-9]{3,16}" + CUT + "))"),
    shape("Ceph key", "AQ", r"(?<![A-Za-z0-9+/])AQ(?:[A-Za-z0-9+/]{36}==|[A-Za-z0-9+/]{10,38}=?" + CUT + ")"),
    shape("Vault token", "hvs. hvb. hvr.", r"hv[sbr]\.[\w-]{10,300}"),
    shape("Vault token", "s. b. r.", r"(?<![\w.])[sbr]\.[A-Za-z0-9]{24}(?![\w.-])"),
    shape("Vault unseal key", "Unseal Key Recovery Root", r"(?:(?:Unseal|Recovery) Key \d{1,2}|Initial Root Token):\s{1,4}(?P<secret>[A-Za-z0-9+/=._-]{10,100})"),
    shape("Terraform token", ".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{10,80}"),
    shape("Pulumi token", "pul-", ALONE + r"pul-[a-f0-9]{20,40}"),
    shape("Tailscale key", "tskey-", r"tskey-[\w-]{10,100}"),
    shape("age key", "AGE-SECRET-KEY-", r"AGE-SECRET-KEY-[A-Z0-9]{8,80}"),
    shape("Doppler token", "dp.", r"(?<![\w.])dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,80}"),
    shape("Grafana token", "glsa_ glc_", r"gl(?:sa|c)_[A-Za-z0-9+/_=]{16,300}"),
    shape("New Relic key", "NRAK- NRII- NRJS- NRAL", r"NR(?:AK|II|JS|AL)-?[A-Za-z0-9_-]{16,60}"),
    shape("Sentry token", "sntrys_ sntryu_", r"sntry[su]_[A-Za-z0-9+/=_]{16,300}"),
    shape("PlanetScale token", "pscale_", r"pscale_(?:pw|tkn|oauth)_[\w.=-]{16,80}"),
    # Registries and packages
    shape("Docker Hub token", "dckr_pat_ dckr_oat_", r"dckr_[po]at_[\w-]{8,60}"),
    shape("npm token", "npm_", ALONE + r"npm_(?:[A-Za-z0-9]{16,60}|[A-Za-z0-9]{8,15}" + CUT + ")"),
    shape("npm token", "_authToken", r"_authToken\s{0,2}=\s{0,2}(?P<secret>[^\s\"'$]{6,400})"),
    shape("PyPI token", "pypi-", r"pypi-Ag[\w-]{10,400}"),
    shape("RubyGems token", "rubygems_", r"rubygems_[a-f0-9]{20,48}"),
    shape("crates.io token", "cio", ALONE + r"cio[A-Za-z0-9]{32}(?![A-Za-z0-9])"),
    shape("Artifactory token", "AKC cmVmdGtu", ALONE + r"(?:AKC[pa][A-Za-z0-9]{30,80}|cmVmdGtuO[A-Za-z0-9]{30,80})"),
    # Services
    shape("Stripe key", "_live_ _test_ whsec_", r"(?:" + ALONE + r"[spr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=]{8,260}"),
    shape("Anthropic key", "sk-ant-", r"sk-ant-[\w-]{8,200}"),
    shape("OpenAI key", "sk-", r"sk-(?:proj|svcacct|admin|None|or-v1)-[\w-]{8,260}|" + ALONE + r"sk-(?:[A-Za-z0-9]{20,80}|[A-Za-z0-9]{9,19}" + CUT + ")"),
    shape("Hugging Face token", "hf_ api_org_", ALONE + r"(?:hf|api_org)_(?:[A-Za-z0-9]{16,60}|[A-Za-z0-9]{9,15}" + CUT + ")"),
    shape("model provider key", "gsk_ xai- pplx- r8_", ALONE + r"(?:gsk_|xai-|pplx-|r8_)[A-Za-z0-9]{20,120}"),
    shape("SendGrid key", "SG.", ALONE + r"SG\.[\w-]{16,32}\.[\w-]{10,60}"),
    shape("Mailgun or Mailchimp key", "key- -us", ALONE + r"(?:key-[a-f0-9]{32}|[a-f0-9]{32}-us\d{1,2})(?![\w-])"),
    shape("Twilio key", "SK", ALONE + r"SK[a-f0-9]{32}(?![A-Za-z0-9])"),
    shape("Shopify token", "shpat_ shpca_ shppa_ shpss_", r"shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,40}"),
    shape("Linear or Notion key", "lin_api_ ntn_", ALONE + r"(?:lin_api_|ntn_)[A-Za-z0-9]{20,60}"),
    shape("Postman key", "PMAK-", r"PMAK-[a-f0-9-]{24,80}"),
    shape("Supabase key", "sbp_ sb_secret_", ALONE + r"(?:sbp_|sb_secret_)[\w-]{16,60}"),
)  # fmt: skip
