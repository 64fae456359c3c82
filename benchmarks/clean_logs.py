"""Kubernetes texts without any secret, of the sorts people paste about storage."""

# ruff: noqa: E501 - log lines are as long as they are
from __future__ import annotations

import base64
import json
import random
import uuid
from collections.abc import Callable, Iterator

HEX = "0123456789abcdef"
LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"


class Facts:
    """Made-up names and ids, as they look in a cluster."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def some(self, alphabet: str, length: int) -> str:
        return "".join(self.rng.choices(alphabet, k=length))

    def hex(self, length: int) -> str:
        return self.some(HEX, length)

    @property
    def uuid(self) -> str:
        return str(uuid.UUID(bytes=self.rng.randbytes(16), version=4))

    @property
    def pod(self) -> str:
        app = self.rng.choice(
            [
                "openebs-io-engine",
                "openebs-agent-core",
                "openebs-etcd",
                "zfs-localpv-controller",
                "secrets-store-csi-driver",
                "token-reviewer",
                "password-sync",
                "openebs-csi-node",
                "loki-promtail",
            ]
        )
        return f"{app}-{self.some(LOWER, 10)}-{self.some(LOWER, 5)}"

    @property
    def image(self) -> str:
        return f"docker.io/openebs/mayastor-io-engine:v{self.version}@sha256:{self.hex(64)}"

    @property
    def version(self) -> str:
        return f"{self.rng.randint(1, 4)}.{self.rng.randint(0, 12)}.{self.rng.randint(0, 9)}"

    @property
    def ip(self) -> str:
        return (
            f"10.{self.rng.randint(0, 255)}.{self.rng.randint(0, 255)}.{self.rng.randint(1, 254)}"
        )

    @property
    def time(self) -> str:
        r = self.rng
        return f"2025-{r.randint(1, 12):02}-{r.randint(1, 28):02}T{r.randint(0, 23):02}:{r.randint(0, 59):02}:{r.randint(0, 59):02}.{r.randint(0, 999999):06}Z"

    @property
    def klog(self) -> str:
        r = self.rng
        return f"{r.choice('IWE')}{r.randint(1, 12):02}{r.randint(1, 28):02} {r.randint(10, 23)}:{r.randint(10, 59)}:{r.randint(10, 59)}.{r.randint(100000, 999999)}       1 "

    @property
    def wwn(self) -> str:
        return ":".join(self.hex(2) for _ in range(8))


def etcd(f: Facts) -> str:
    lines = [
        {"level": "info", "ts": f.time, "caller": "etcdserver/server.go:744", "msg": "started as single-node; fast-forwarding election ticks", "local-member-id": f.hex(16), "cluster-id": f.hex(16)},
        {"level": "warn", "ts": f.time, "caller": "auth/store.go:1241", "msg": "simple token is not cryptographically signed"},
        {"level": "warn", "ts": f.time, "caller": "etcdserver/util.go:170", "msg": "apply request took too long", "took": "218.1ms", "expected-duration": "100ms", "prefix": "read-only range ", "request": f'key:"/openebs.io/mayastor/apis/v0/clusters/{f.uuid}/namespaces/openebs/volume/{f.uuid}" ', "response": "range_response_count:1 size:1021"},
        {"level": "info", "ts": f.time, "caller": "embed/etcd.go:309", "msg": "starting an etcd server", "etcd-version": "3.5.6", "git-sha": f.hex(9), "auth-token": "simple", "initial-cluster-token": "etcd-cluster-k8s", "client-cert-auth": False, "initial-cluster": "openebs-etcd-0=http://openebs-etcd-0.openebs-etcd-headless.openebs.svc.cluster.local:2380"},
        {"level": "info", "ts": f.time, "msg": "peer-tls = cert = /certs/tls.crt, key = /certs/tls.key, trusted-ca = , client-cert-auth = false", "revision": f.rng.randint(1, 10**9)},
    ]  # fmt: skip
    return "\n".join(json.dumps(f.rng.choice(lines)) for _ in range(8))


def kubelet(f: Facts) -> str:
    lines = [
        f'{f.klog}reconciler_common.go:218] "operationExecutor.MountVolume started for volume \\"kube-api-access-{f.some(LOWER, 5)}\\" (UniqueName: \\"kubernetes.io/projected/{f.uuid}-kube-api-access-{f.some(LOWER, 5)}\\") pod \\"{f.pod}\\" (UID: \\"{f.uuid}\\") " pod="openebs/{f.pod}"',
        f'{f.klog}nestedpendingoperations.go:348] Operation for "{{volumeName:kubernetes.io/csi/io.openebs.csi-mayastor^{f.uuid} podName: nodeName:}}" failed. No retries permitted until {f.time} (durationBeforeRetry 2m2s). Error: MountVolume.MountDevice failed for volume "pvc-{f.uuid}" : rpc error: code = Internal desc = Failed to stage volume {f.uuid}: attach failed: IO error: Input/output error (os error 5), device: /dev/disk/by-id/nvme-uuid.{f.uuid}',
        f'{f.klog}projected.go:194] Error preparing data for projected volume kube-api-access-{f.some(LOWER, 5)} for pod openebs/{f.pod}: failed to fetch token: serviceaccounts "openebs-service-account" is forbidden: User "system:node:worker-1" cannot create resource "serviceaccounts/token" in API group "" in the namespace "openebs"',
        f'{f.klog}secret.go:188] Couldn\'t get secret openebs/openebs-token-{f.some(LOWER, 5)}: secret "openebs-token-{f.some(LOWER, 5)}" not found',
        f'{f.klog}kubelet.go:1882] "Unable to attach or mount volumes; skipping pod" err="unmounted volumes=[ms-volume], unattached volumes=[ms-volume default-token-{f.some(LOWER, 5)}]: timed out waiting for the condition"',
        f'{f.klog}token_manager.go:121] "Couldn\'t update token" err="Post https://{f.ip}:6443/api/v1/namespaces/openebs/serviceaccounts/default/token: dial tcp {f.ip}:6443: connect: connection refused"',
        f'{f.klog}flags.go:64] FLAG: --bootstrap-kubeconfig="/etc/kubernetes/bootstrap-kubelet.conf" --token-file=/var/run/token --authentication-token-webhook="true" --authentication-token-webhook-cache-ttl="2m0s" --service-account-key-file=/etc/kubernetes/pki/sa.pub',
        f'{f.klog}authentication.go:73] "Unable to authenticate the request" err="[invalid bearer token, service account token has expired]"',
        f"{f.klog}kuberuntime_gc.go] removing container {f.hex(64)} image {f.image}",
    ]  # fmt: skip
    return "\n".join(f.rng.choices(lines, k=7))


def mayastor(f: Facts) -> str:
    lines = [
        f"[{f.time} INFO  io_engine::core::mayastor_env_info:77] Multi process support disabled: git revision {f.hex(12)} (v{f.version})",
        f"[{f.time}  INFO io_engine::bdev::nexus::nexus_bdev:nexus_bdev.rs:790] Nexus '{f.uuid}' [open]: new nexus created with 3 child(ren): nvmf://{f.ip}:8420/nqn.2019-05.io.openebs:{f.uuid}?uuid={f.uuid}, bdev:///{f.uuid}?uuid={f.uuid}",
        f"[{f.time} ERROR io_engine::bdev::nexus::nexus_child:nexus_child.rs:447] Nexus child 'nvmf://{f.ip}:8420/nqn.2019-05.io.openebs:{f.uuid}?uuid={f.uuid}' failed: NVMe-oF: reservation conflict, key: 0x{f.hex(16)}, hostid {f.hex(32)}",
        f"[{f.time} WARN  spdk:nvme_ctrlr.c:1567] *ERROR*: [nqn.2019-05.io.openebs:{f.uuid}:cntlid-1] resetting controller, hostnqn=nqn.2019-05.io.openebs:node-name:worker-{f.rng.randint(1, 9)}",
        f"[{f.time} INFO  core::pool::registry] pool: disk-pool-{f.some(LOWER, 5)}, node: worker-1, disks: [\"aio:///dev/disk/by-id/wwn-0x{f.hex(16)}\"], capacity: {f.rng.randint(10**9, 10**12)}, used: {f.rng.randint(10**6, 10**9)}",
        f"  in core::controller::reconciler with ctx.token: 3, wal: false, span.id: {f.hex(16)}, trace_id={f.hex(32)}",
        f"  at control-plane/agents/src/bin/core/volume/operations.rs:{f.rng.randint(10, 900)} error: gRPC request 'share_replica' for 'Replica' failed with 'status: NotFound, message: \"Replica {f.uuid} not found\", details: [], metadata: MetadataMap {{ headers: {{\"content-type\": \"application/grpc\", \"date\": \"Tue, 04 Mar 2025 09:12:34 GMT\"}} }}'",
    ]  # fmt: skip
    return "\n".join(f.rng.choices(lines, k=8))


def zfs(f: Facts) -> str:
    lines = [
        f"{f.klog}grpc.go:72] GRPC call: /csi.v1.Controller/CreateVolume requests {{\"capacity_range\":{{\"required_bytes\":4294967296}},\"name\":\"pvc-{f.uuid}\",\"parameters\":{{\"compression\":\"off\",\"encryption\":\"aes-256-gcm\",\"keyformat\":\"passphrase\",\"keylocation\":\"file:///root/.zfs-key\",\"poolname\":\"zfspv-pool\"}},\"secrets\":\"***stripped***\"}}",
        f"{f.klog}volume.go:114] zfs: created volume zfspv-pool/pvc-{f.uuid}",
        f"{f.klog}zfs_util.go:545] zfs: could not create volume zfspv-pool/pvc-{f.uuid} cmd [create -o encryption=aes-256-gcm -o keyformat=passphrase -o keylocation=prompt zfspv-pool/pvc-{f.uuid}] error: cannot create: out of space",
        f"NAME  PROPERTY  VALUE  SOURCE\nzfspv-pool  guid  {f.rng.randint(10**18, 10**19)}  -\nzfspv-pool  createtxg  {f.rng.randint(1, 10**6)}  -\nzfspv-pool  keystatus  none  default",
        f"  pool: zfspv-pool\n state: ONLINE\n  scan: scrub repaired 0B\nconfig:\n\tNAME  STATE\n\twwn-0x{f.hex(16)}  ONLINE\n\tata-WDC_WD40EFRX-68N32N0_WD-WCC7K{f.some('0123456789ABCDEFGH', 7)}  ONLINE",
        f"{f.klog}lvm_util.go:261] lvm: vgs: lvmvg, uuid {f.some(LOWER, 6)}-{f.some(LOWER, 4)}-{f.some(LOWER, 4)}-{f.some(LOWER, 4)}-{f.some(LOWER, 4)}-{f.some(LOWER, 4)}-{f.some(LOWER, 6)} size 107369988096",
    ]  # fmt: skip
    return "\n".join(f.rng.choices(lines, k=6))


def helm(f: Facts) -> str:
    return f"""NAME: openebs
LAST DEPLOYED: Tue Mar  4 09:12:34 2025
NAMESPACE: openebs
STATUS: deployed
REVISION: {f.rng.randint(1, 30)}
USER-SUPPLIED VALUES:
engines:
  replicated:
    mayastor:
      enabled: {f.rng.choice(["true", "false"])}
loki:
  minio:
    existingSecret: loki-minio
    rootPassword: ""
    passwordKey: rootPassword
  auth_enabled: false
etcd:
  auth:
    rbac:
      create: false
      enabled: false
      allowNoneAuthentication: true
      rootPassword: {f.rng.choice(['""', "null", '"${ETCD_ROOT_PASSWORD}"', "<redacted>", "***", "{{ .Values.pw }}", "~"])}
    token:
      enabled: true
      type: jwt
      privateKey:
        filename: "jwt-token.pem"
        existingSecret: ""
      ttl: 10m
    client:
      secureTransport: false
      certKeyFilename: key.pem
image:
  digest: sha256:{f.hex(64)}
  tag: v{f.version}
imagePullSecrets:
- name: regcred
The OpenEBS chart openebs-4.5.1.0 was installed. Check its status by running:
  $ kubectl get pods -n openebs
To get your admin password: kubectl get secret grafana -o jsonpath="{{.data.admin-password}}" | base64 -d
"""


def describe_pod(f: Facts) -> str:
    return f"""Name:             {f.pod}
Namespace:        openebs
Priority Class Name:  openebs-cluster-critical
Service Account:  openebs-service-account
Node:             worker-1/{f.ip}
Labels:           app=io-engine
                  controller-revision-hash={f.hex(10)}
                  pod-template-hash={f.some(LOWER, 9)}
Annotations:      cni.projectcalico.org/containerID: {f.hex(64)}
                  cni.projectcalico.org/podIP: {f.ip}/32
                  checksum/config: {f.hex(64)}
                  checksum/secret: {f.hex(64)}
Status:           Running
IP:               {f.ip}
Containers:
  io-engine:
    Container ID:  containerd://{f.hex(64)}
    Image:         {f.image}
    Image ID:      docker.io/openebs/mayastor-io-engine@sha256:{f.hex(64)}
    Ports:         10124/TCP
    Args:
      -g $(MY_POD_IP)
      --api-versions=v1
      --token-file=/var/run/secrets/tokens/sa
      --tls-private-key-file=/certs/tls.key
    Environment:
      RUST_LOG:          info
      MY_NODE_NAME:       (v1:spec.nodeName)
      DB_PASSWORD:       <set to the key 'password' in secret 'db'>  Optional: false
      AUTH_TOKEN:        <set to the key 'token' of config map 'x'>  Optional: true
      ETCD_ROOT_PASSWORD: $(ETCD_PW)
      SECRET_NAME:       openebs-etcd-secret
      HOSTNQN:           nqn.2019-05.io.openebs:node-name:worker-1
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-{f.some(LOWER, 5)} (ro)
Volumes:
  kube-api-access-{f.some(LOWER, 5)}:
    Type:                    Projected (a volume that contains injected data from multiple sources)
    TokenExpirationSeconds:  3607
    ConfigMapName:           kube-root-ca.crt
  certs:
    Type:        Secret (a volume populated by a Secret)
    SecretName:  openebs-tls-{f.some(LOWER, 5)}
    Optional:    false
Events:
  Warning  FailedMount  2m  kubelet  MountVolume.SetUp failed for volume "certs" : secret "openebs-tls" not found
  Normal   Pulled       1m  kubelet  Successfully pulled image "{f.image}" in 1.2s
"""


def pvc(f: Facts) -> str:
    return f"""apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  annotations:
    pv.kubernetes.io/bind-completed: "yes"
    volume.kubernetes.io/storage-provisioner: io.openebs.csi-mayastor
    kubectl.kubernetes.io/last-applied-configuration: |
      {{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{{"annotations":{{}},"name":"ms-volume-claim","namespace":"default"}},"spec":{{"accessModes":["ReadWriteOnce"],"resources":{{"requests":{{"storage":"1Gi"}}}},"storageClassName":"mayastor-1"}}}}
  name: ms-volume-claim
  resourceVersion: "{f.rng.randint(10**6, 10**9)}"
  uid: {f.uuid}
spec:
  volumeName: pvc-{f.uuid}
status:
  phase: Bound
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-{f.uuid}
spec:
  claimRef:
    uid: {f.uuid}
  csi:
    driver: io.openebs.csi-mayastor
    nodeStageSecretRef:
      name: luks-key
      namespace: openebs
    volumeAttributes:
      storage.kubernetes.io/csiProvisionerIdentity: {f.rng.randint(10**12, 2 * 10**12)}-{f.rng.randint(1000, 9999)}-io.openebs.csi-mayastor
    volumeHandle: {f.uuid}
"""


def deployment(f: Facts) -> str:
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  generation: {f.rng.randint(1, 9)}
  resourceVersion: "{f.rng.randint(10**6, 10**9)}"
  uid: {f.uuid}
spec:
  template:
    metadata:
      annotations:
        checksum/secret: {f.hex(64)}
    spec:
      automountServiceAccountToken: {f.rng.choice(["true", "false"])}
      containers:
      - args: ["--leader-elect", "--secret-name=webhook-cert", "--token=$(TOKEN)"]
        env:
        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef:
              key: password
              name: postgres
        - name: API_TOKEN
          value: "$(API_TOKEN_FROM_FILE)"
        - name: SECRET_KEY_FILE
          value: /etc/keys/secret.key
        - name: TOKEN_TTL
          value: 3600s
        - name: GIT_SHA
          value: {f.hex(40)}
        image: {f.image}
        name: app
        volumeMounts:
        - mountPath: /var/run/secrets/token
          name: token
      imagePullSecrets:
      - name: regcred
      serviceAccountName: openebs
      volumes:
      - name: token
        projected:
          sources:
          - serviceAccountToken:
              audience: vault
              expirationSeconds: 3600
              path: token
      - name: tls
        secret:
          secretName: tls-{f.some(LOWER, 8)}
"""


def config_map(f: Facts) -> str:
    harmless = base64.b64encode(
        f"log_level = info\nworkers = {f.rng.randint(1, 64)}\nlisten = 0.0.0.0:9000\n".encode()
    ).decode()
    return f"""apiVersion: v1
binaryData:
  engine.conf: {harmless}
data:
  config.yaml: |
    server:
      http_listen_port: 3101
    clients:
      - url: http://openebs-loki:3100/loki/api/v1/push
        basic_auth:
          username: ${{LOKI_USER}}
          password: ${{LOKI_PASSWORD}}
    positions: {{filename: /run/promtail/positions.yaml}}
  ca.crt: |
    -----BEGIN CERTIFICATE-----
    {base64.b64encode(f.rng.randbytes(48)).decode()}
    {base64.b64encode(f.rng.randbytes(48)).decode()}
    -----END CERTIFICATE-----
kind: ConfigMap
metadata:
  name: kube-root-ca.crt
  uid: {f.uuid}
"""


def webhook(f: Facts) -> str:
    cert = (
        "-----BEGIN CERTIFICATE-----\n"
        + base64.b64encode(f.rng.randbytes(300)).decode()
        + "\n-----END CERTIFICATE-----\n"
    )
    return f"""apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
webhooks:
- admissionReviewVersions: [v1]
  clientConfig:
    caBundle: {base64.b64encode(cert.encode()).decode()}
    service: {{name: admission, namespace: openebs, path: /validate, port: 443}}
  name: admission-webhook.openebs.io
"""


def get_pods(f: Facts) -> str:
    rows = [
        f"openebs       {f.pod:60} {f.rng.randint(1, 3)}/3  Running  {f.rng.randint(0, 40)} (3h ago)  {f.rng.randint(1, 90)}d  {f.ip}  worker-{f.rng.randint(1, 9)}"
        for _ in range(12)
    ]
    return "\n".join(["NAMESPACE  NAME  READY  STATUS  RESTARTS  AGE  IP  NODE", *rows])


def get_secrets(f: Facts) -> str:
    return f"""NAME                                  TYPE                                  DATA   AGE
default-token-{f.some(LOWER, 5)}                   kubernetes.io/service-account-token   3      41d
openebs-etcd-jwt-token                Opaque                                1      41d
sh.helm.release.v1.openebs.v{f.rng.randint(1, 9)}         helm.sh/release.v1                    1      41d
regcred                               kubernetes.io/dockerconfigjson        1      41d

Name:         openebs-etcd-jwt-token
Type:         Opaque

Data
====
jwt-token.pem:  {f.rng.randint(1000, 4000)} bytes
ca.crt:     1066 bytes
token:      {f.rng.randint(800, 1200)} bytes
password:   10 bytes
"""


def rbac(f: Facts) -> str:
    return f"""apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: openebs-{f.some(LOWER, 5)}
rules:
- apiGroups: [""]
  resources: [secrets, serviceaccounts/token, configmaps]
  verbs: [get, list, watch]
- apiGroups: [authentication.k8s.io]
  resources: [tokenreviews]
  verbs: [create]
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: openebs
  uid: {f.uuid}
secrets:
- name: openebs-token-{f.some(LOWER, 5)}
imagePullSecrets:
- name: regcred
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: encrypted
parameters:
  csi.storage.k8s.io/node-stage-secret-name: luks-key
  csi.storage.k8s.io/node-stage-secret-namespace: openebs
  protocol: nvmf
  repl: "{f.rng.randint(1, 3)}"
"""


def nvme(f: Facts) -> str:
    return f"""Node          SN                   Model                 Namespace Usage
/dev/nvme0n1  {f.some("0123456789ABCDEF", 20)} Mayastor NVMe controller 1  1.07 GB
NAME="sda" WWN="0x{f.hex(16)}" SERIAL="{f.some("0123456789ABCDEFGHJKLMNP", 15)}" PARTUUID="{f.uuid}"
port_name 0x{f.hex(16)} node {f.wwn}
link/ether {":".join(f.hex(2) for _ in range(6))} brd ff:ff:ff:ff:ff:ff
inet {f.ip}/24 brd 10.0.0.255 scope global eth0
inet6 fe80::{f.hex(4)}:{f.hex(4)}:{f.hex(4)}:{f.hex(4)}/64 scope link
[ 1234.567890] nvme nvme1: new ctrl: NQN "nqn.2019-05.io.openebs:{f.uuid}", addr {f.ip}:8420
[ 1240.001122] Call Trace: <TASK> ? __pfx_key_lookup+0x10/0x10 RIP: 0033:0x7f{f.hex(10)} Code: {" ".join(f.hex(2) for _ in range(24))}
zfs-2.2.4-1 lvm2 2.03.11.0 kernel 5.15.0-{f.rng.randint(60, 140)}-generic mayastor 2.7.1.0 version 4.5.1.0
"""


def csi(f: Facts) -> str:
    lines = [
        f'{f.klog}connection.go:244] GRPC call: /csi.v1.Node/NodeStageVolume, request: {{"publish_context":{{"uri":"nvmf://{f.ip}:8420/nqn.2019-05.io.openebs:{f.uuid}"}},"secrets":"***stripped***","staging_target_path":"/var/lib/kubelet/plugins/kubernetes.io/csi/io.openebs.csi-mayastor/{f.hex(64)}/globalmount","volume_id":"{f.uuid}"}}',
        f'{f.klog}leaderelection.go:250] attempting to acquire leader lease openebs/external-attacher-leader-io-openebs-csi-mayastor...',
        f'{f.klog}controller.go:1366] provision "default/data-{f.some(LOWER, 4)}-0" class "openebs-hostpath": started, selectedNode worker-2, resourceVersion {f.rng.randint(1, 10**8)}',
        f'{f.klog}reflector.go:424] k8s.io/client-go/informers/factory.go:134: failed to list *v1.Secret: secrets is forbidden: User "system:serviceaccount:openebs:openebs-sa" cannot list resource "secrets"',
        f'{f.klog}main.go:110] Version: v{f.version}, args: [--csi-address=unix:///csi/csi.sock --default-fstype=ext4 --extra-create-metadata --tls-private-key-file= --password-file=/etc/pw --auth=false]',
        f'{f.klog}event.go:307] "Event occurred" object="default/{f.pod}" fieldPath="spec.containers{{x}}" kind="Pod" reason="Pulled" message="Container image \\"{f.image}\\" already present"',
        f'{f.klog}round_trippers.go:466] curl -v -XGET -H "Authorization: Bearer <masked>" -H "Accept: application/json" \'https://{f.ip}:6443/api/v1/pods?limit=500&continue={base64.urlsafe_b64encode(json.dumps({"v": "meta.k8s.io/v1", "rv": f.rng.randint(1, 10**7), "start": "a"}).encode()).decode()}\'',
    ]  # fmt: skip
    return "\n".join(f.rng.choices(lines, k=7))


def talk(f: Facts) -> str:
    return f.rng.choice(
        [
            f"Hi team, I upgraded to {f.version} and my token expired. Is there a way to rotate the token without restart? The password in the secret `loki-minio` is wrong, I guess.",
            "helm fails with `Error: invalid token: unexpected end of JSON`; secret: my-secret exists. password authentication failed for user \"postgres\"",
            f"commit {f.hex(40)} in git broke it, see https://github.com/openebs/mayastor/commit/{f.hex(40)} and the image ghcr.io/openebs/x@sha256:{f.hex(64)}",
            "What does `passwordSecretRef:` do? docs say `password: <your-password>` and `token: YOUR_TOKEN`, or set `secretName: foo`.",
            f"StorageClass has fsType: xfs; the pvc is pvc-{f.uuid}, pool on https://{f.ip}:8081/v0/pools, user:group is 1000:1000, ping me @here at 10:30:45",
            "the key: value store is etcd; key = tls.key, secret key missing; Basic authentication is off, Bearer authentication too. Authorization: none",
            f"trace 00-{f.hex(32)}-{f.hex(16)}-01 etag: \"{f.hex(32)}\" md5 {f.hex(32)} sha1={f.hex(40)} x-request-id: {f.uuid}",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 is public; certs: tls.crt, tls.key; password: must be set; password: incorrect",
        ]
    )  # fmt: skip


def metrics(f: Facts) -> str:
    return "\n".join(
        [
            f'diskpool_total_size_bytes{{name="pool-{f.some(LOWER, 5)}",node="worker-1"}} {f.rng.randint(10**9, 10**12)}',
            f'apiserver_audit_event_total{{secret="none",token="jwt"}} {f.rng.random() * 1e9}',
            f'kube_secret_info{{namespace="openebs",secret="sh.helm.release.v1.openebs.v{f.rng.randint(1, 9)}",uid="{f.uuid}"}} 1',
            f'authentication_token_cache_request_total{{status="hit"}} {f.rng.randint(1, 10**6)}',
            f'{{"kind":"Event","auditID":"{f.uuid}","requestURI":"/api/v1/namespaces/openebs/serviceaccounts/x/token","user":{{"username":"system:node:w1","uid":"{f.uuid}"}},"annotations":{{"authorization.k8s.io/decision":"allow","authentication.kubernetes.io/credential-id":"JTI={f.uuid}"}}}}',
        ]
    )  # fmt: skip


SORTS: tuple[Callable[[Facts], str], ...] = (
    etcd, kubelet, mayastor, zfs, helm, describe_pod, pvc, deployment, config_map, webhook,
    get_pods, get_secrets, rbac, nvme, csi, talk, metrics,
)  # fmt: skip


def clean_logs(number: int, seed: int) -> Iterator[tuple[str, str]]:
    """What sort it is, and the text."""
    facts = Facts(random.Random(f"clean/{seed}"))
    for index in range(number):
        sort = SORTS[index % len(SORTS)]
        yield sort.__name__, sort(facts)
